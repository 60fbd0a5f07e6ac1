-- Turns the reports' HTML fragments into Pandoc's own elements for every format but HTML and, for the PDF, into calls
-- of the functions in page.typ. A web page takes the fragments as they are.
--
-- Text reaches Typst in two ways only: through Pandoc's Typst writer, or as a quoted Typst string made by `quoted`. No
-- other text is put into Typst code, so nothing written in a form can become code.

local html, typst = FORMAT:match("html") ~= nil, FORMAT:match("typst") ~= nil
local symbols = { good = "●", attention = "▲", poor = "■", neutral = "△", none = "○" }

-- letters.txt gives the typeface of each character. One that no typeface has would stop a PDF/UA build, and a report
-- must not fail because somebody typed an emoji: it shows as an empty square, and `sdp check` names its cell.
local letters = debug.getinfo(1, "S").source:match("^@(.*)page%.lua$") .. "letters.txt"
local becomes, unread = {}, nil

local function add(ranges, shown)
  for first, last in ranges:gmatch("(%x+)-(%x+)") do
    for code = tonumber(first, 16), tonumber(last, 16) do becomes[code] = shown or utf8.char(code) end
  end
end

-- Most texts need only the first typeface, so the others are read when a character needs them.
local function read_typeface()
  if not unread then
    local file <close> = assert(io.open(letters, "rb"))
    unread = file:read("a"):gmatch("\n%u[^:\n]*:([^\n]*)")
    add(unread(), " ")
    add(unread(), "")
  end
  local ranges = unread()
  add(ranges or "")
  return ranges
end

local function within(code, first, last) return code >= first and code <= last end

-- Joiners shape the letters of Arabic and Indic scripts; elsewhere they are removed.
local function is_joiner(code) return code == 0x200c or code == 0x200d end

local function shown(code, before)
  if is_joiner(code) and within(before, 0x600, 0xdff) then return utf8.char(code) end
  while not becomes[code] and read_typeface() do end
  return becomes[code] or "□"
end

local function printable(text)
  if not text:find("[^ -~]") then return text end
  local out, before = {}, 0
  for _, code in utf8.codes(text, true) do
    out[#out + 1] = shown(code, before)
    before = code
  end
  return table.concat(out)
end

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("[\r\n]+", " ") .. '"'
end

local function block(code) return pandoc.RawBlock("typst", code) end
local function inline(code) return pandoc.RawInline("typst", code) end

-- Blocks made from Typst code and contents in turn. Code is written unchanged; a content is a list of blocks, which
-- Pandoc's writer writes, escaping anything that Typst would read as markup. Whatever fits into one paragraph is put
-- into one, so that no white space comes between a bracket and its content.
local function coded(parts)
  local blocks, line = pandoc.List({}), pandoc.List({})
  for _, part in ipairs(parts) do
    if type(part) == "string" then
      line:insert(inline(part))
    elseif #part == 1 and (part[1].t == "Plain" or part[1].t == "Para") then
      line:extend(part[1].content)
    elseif #part > 0 then
      blocks:extend({ pandoc.Plain(line), table.unpack(part) })
      line = pandoc.List({})
    end
  end
  blocks:insert(pandoc.Plain(line))
  return pandoc.Blocks(blocks)
end

local function append(list, ...)
  table.move({ ... }, 1, select("#", ...), #list + 1, list)
  return list
end

local function around(before, blocks, after) return pandoc.Blocks({ block(before) }) .. blocks .. { block(after) } end
local function within_line(before, inlines, after) return pandoc.Inlines(before) .. inlines .. pandoc.Inlines(after) end

-- Inline elements -----------------------------------------------------------------------------------------

-- Plain words go through the writer. Anything else is written as a string: the writer leaves some of Typst's shorthand
-- unescaped (`-?`, `...`, a list marker at the start of a list item) and flattens curly quotes.
local function word(element)
  local text = element.text
  local plain = text:match("^%a[%w,;:()!%%]*%.?$") or text:match("^%d+[%%,;:]?$")
  if plain and #text <= 24 then return end
  return inline("#word(" .. quoted(printable(text)) .. ");")
end

local function link(element)
  if element.target:match("^https?://") or element.target:match("^mailto:") then return element end
  return element.content -- links between pages work on the site only
end

local function styled(style, blocks) return pandoc.Div(blocks, { ["custom-style"] = style }) end
local function styled_words(style, inlines) return pandoc.Span(inlines, { ["custom-style"] = style }) end

-- The tone of a status, its number within the tone, and its symbol.
local function look(span)
  for kind, symbol in pairs(symbols) do
    if span.classes:includes("tag-" .. kind) then
      local number = 1
      for _, class in ipairs(span.classes) do number = tonumber(class:match("^look%-(%d)$")) or number end
      return kind, number, span.attributes["data-symbol"] or span.attributes["symbol"] or symbol
    end
  end
end

local function tag(span)
  local kind, number, symbol = look(span)
  if not kind then return end
  if not typst then return styled_words("Tag " .. kind, within_line(symbol .. "\u{a0}", span.content, "")) end
  local call = string.format('#tag("%s", %d, %s)[', kind, number, quoted(symbol))
  return within_line(inline(call), span.content, inline("]"))
end

local function span(element)
  if element.classes:includes("visually-hidden") then return {} end
  if element.classes:includes("tag") then return tag(element) end
  if typst then
    return element.classes:includes("no") and within_line(inline("#faint["), element.content, inline("]")) or nil
  end
  if element.classes:includes("tile-percent") then return pandoc.Strong(element.content) end
  if element.classes:includes("tile-count") then return within_line("(", element.content, "),") end
  if element.classes:includes("tile-change") then return pandoc.Emph(element.content) end
end

-- A chart is embedded in the document: the same in both renderers, with no file to lose.
local drawings = {}

-- A picture keeps its width, on a page 680 pixels wide, up to the height that page.typ allows charts.
local function width_code(element)
  local width, height = tonumber(element.attributes.width), tonumber(element.attributes.height)
  if not (width and height) or width >= 680 then return "" end
  return string.format(", width: %.1f%%", width * math.min(1, 656 / height) / 6.8)
end

local function image(element)
  local address = drawings[element.src] or element.src
  if not address:match("^data:image/svg") then return end
  -- Word cannot show SVG alone. Renderers supply pictures; without one the chart's words are shown instead.
  if not typst then return pandoc.Emph(element.caption) end
  local _, bytes = pandoc.mediabag.fetch(address)
  local call = "image(bytes(" .. quoted(bytes) .. '), format: "svg"' .. width_code(element)
  local alt = printable(pandoc.utils.stringify(element.caption))
  if not alt:match("%S") then return inline("#pdf.artifact(" .. call .. "));") end -- without words it is decoration
  return inline("#" .. call .. ", alt: " .. quoted(alt) .. ");")
end

-- Blocks --------------------------------------------------------------------------------------------------

-- A figure contains a picture, and its data as a table if no table beside it has them.
local function figure(element)
  local picture, data = pandoc.Blocks({ element.content[1] }), pandoc.Blocks({ table.unpack(element.content, 2) })
  if not typst then
    return pandoc.Blocks({ styled("Image Caption", element.caption.long), styled("Captioned Figure", picture) })
      .. data
  end
  return coded({ "#chart(caption: [", element.caption.long, "])[" }) .. picture .. { block("]") } .. data
end

local function kind(cell)
  for _, name in ipairs({ "number", "tick", "empty" }) do
    if cell.classes:includes(name) then return name end
  end
  return "text"
end

local function weight(cell) return tonumber(cell.attributes["data-width"] or cell.attributes["width"]) end

local function column_code(cell)
  local date = cell.classes:includes("date")
  if weight(cell) and not date then return weight(cell) .. "fr" end
  return (date or cell.classes:includes("number") or cell.classes:includes("tick")) and "auto" or "1fr"
end

local function table_code(element)
  local header = element.head.rows[1]
  local size = element.classes:includes("wide") and "wide" or element.classes:includes("compact") and "compact" or "plain"
  local columns = table.concat(header.cells:map(column_code), ", ")
  local parts = { "#listing(caption: [", element.caption.long, "], columns: (" .. columns .. ',), size: "' .. size
    .. '", cells: (' }
  local function add(row)
    for _, cell in ipairs(row.cells) do
      append(parts, '\n  (kind: "' .. kind(cell) .. '", body: [', cell.contents, "]),")
    end
  end
  add(header)
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do add(row) end
  end
  return coded(append(parts, "\n))"))
end

-- For Word: each column has its share of the width, but at least that of the longest word in its heading.
local letter, space = 0.0115, 0.02
local function colspecs(header)
  local shares, total = {}, 0
  for _, cell in ipairs(header.cells) do total = total + (weight(cell) or 1) end
  for place, cell in ipairs(header.cells) do
    local longest = 0
    for part in pandoc.utils.stringify(cell.contents):gmatch("%S+") do longest = math.max(longest, utf8.len(part)) end
    shares[place] = math.max((weight(cell) or 1) / total, longest * letter + space)
  end
  total = 0
  for _, share in ipairs(shares) do total = total + share end
  return header.cells:map(function(cell, place)
    return { cell.classes:includes("number") and "AlignRight" or "AlignLeft", shares[place] / total }
  end)
end

local function in_cell(style, cell)
  return { styled(style, cell.contents:walk({ Plain = function(plain) return pandoc.Para(plain.content) end })) }
end

local function listing(element)
  local header = element.head.rows[1]
  if not header then return end
  if typst then return table_code(element) end
  element.colspecs = colspecs(header)
  for _, cell in ipairs(header.cells) do cell.contents = in_cell("Table Heading", cell) end
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do
      for _, cell in ipairs(row.cells) do cell.contents = in_cell("Table Text", cell) end
    end
  end
  return element
end

local tile_parts = { "percent", "count", "words", "change" }

local function add_tile(parts, item)
  local found = {}
  pandoc.Blocks(item):walk({
    Span = function(element)
      for _, name in ipairs(tile_parts) do
        if element.classes:includes("tile-" .. name) then found[name] = { pandoc.Plain(element.content) } end
      end
    end,
  })
  local before = "\n  ("
  for _, name in ipairs(tile_parts) do
    if found[name] then append(parts, before .. name .. ": [", found[name], "]")
    else append(parts, before .. name .. ": none") end
    before = ", "
  end
  append(parts, "),")
end

local function headlines(div)
  local parts = { "#headlines(title: [" }
  for _, element in ipairs(div.content) do
    if element.t == "Header" then append(parts, { pandoc.Plain(element.content) }) end
  end
  append(parts, "], tiles: (")
  for _, element in ipairs(div.content) do
    if element.t == "BulletList" then
      for _, item in ipairs(element.content) do add_tile(parts, item) end
    end
  end
  return coded(append(parts, "\n))"))
end

local function facts(div)
  local parts = { "#facts((" }
  for _, pair in ipairs(div.content[1].content) do
    local value = pandoc.List({})
    for _, blocks in ipairs(pair[2]) do value:extend(blocks) end
    append(parts, "\n  (term: [", { pandoc.Plain(pair[1]) }, "], value: [", value, "]),")
  end
  return coded(append(parts, "\n))"))
end

-- For Word: a line for each term, with its value at a tab stop.
local function facts_in_lines(pairs)
  return pandoc.List(pairs):map(function(pair)
    local line = pandoc.Inlines({ styled_words("Term", pair[1]), pandoc.RawInline("openxml", "<w:r><w:tab/></w:r>") })
    for _, blocks in ipairs(pair[2]) do line:extend(pandoc.utils.blocks_to_inlines(blocks)) end
    return styled("Fact", pandoc.Para(line))
  end)
end

-- Calls `add` for each part of the bar of statuses, with its tone, label and count.
local function each_status(element, add)
  element:walk({
    BulletList = function(list)
      for _, item in ipairs(list.content) do
        local found = {}
        pandoc.Blocks(item):walk({
          Span = function(span)
            if span.classes:includes("status-count") then found.count = span.content end
            local kind, number, symbol = look(span)
            if kind then found.tone, found.number, found.symbol, found.label = kind, number, symbol, span.content end
          end,
        })
        add(found)
      end
    end,
  })
end

local function statuses(element)
  if not typst then
    local line = pandoc.Inlines({})
    each_status(element, function(found)
      if #line > 0 then line:extend({ pandoc.Str("\u{2003}"), pandoc.Space() }) end
      local label = within_line(found.symbol .. "\u{a0}", found.label, "")
      line:extend({ styled_words("Tag " .. found.tone, label), pandoc.Str("\u{a0}"), pandoc.Strong(found.count) })
    end)
    return pandoc.Para(line)
  end
  local parts = { "#statuses((" }
  each_status(element, function(found)
    append(parts, '\n  (kind: "' .. found.tone .. '", number: ' .. found.number .. ", symbol: " .. quoted(found.symbol)
      .. ", count: " .. tonumber(pandoc.utils.stringify(found.count))
      .. ", label: [", { pandoc.Plain(found.label) }, "]),")
  end)
  return coded(append(parts, "\n))"))
end

-- Word's style for each class of the pages; the styles are in word/styles.xml.
local styles = { finding = "Finding", lead = "Lead", note = "Note", label = "Label", notice = "Notice",
  said = "Block Text", ["said-by"] = "Note" }

local function div(element)
  if element.classes:includes("table-frame") then return element.content end
  if not typst then
    if element.classes:includes("facts") then return facts_in_lines(element.content[1].content) end
    for name, style in pairs(styles) do
      if element.classes:includes(name) then return styled(style, element.content) end
    end
    return
  end
  if element.classes:includes("headlines") then return headlines(element) end
  if element.classes:includes("facts") then return facts(element) end
  for _, name in ipairs({ "finding", "lead", "note", "label", "commentary", "notice", "said", "said-by" }) do
    if element.classes:includes(name) then return around("#" .. name .. "[", element.content, "]") end
  end
end

-- Documents -----------------------------------------------------------------------------------------------

-- Pandoc's reader drops the classes of paragraphs, lists and quotations; a div around them keeps them. The fragments
-- are the report's own and their text is escaped, so a "<" here always begins a tag.
local function keep_classes(text)
  return (text
    :gsub('<p class="(%a+)">(.-)</p>', '<div class="%1"><p>%2</p></div>')
    :gsub('<blockquote class="said">(.-)</blockquote>', '<div class="said">%1</div>')
    :gsub("<footer>(.-)</footer>", '<div class="said-by"><p>%1</p></div>')
    :gsub('<div class="narrow.-</div>\n', "") -- for narrow pages, in place of the picture
    :gsub("<summary>Data of this chart</summary>", "")
    :gsub('<dl class="facts">(.-)</dl>', '<div class="facts"><dl>%1</dl></div>'))
end

local function raised(blocks, by)
  return blocks:walk({
    Header = function(header)
      header.level = math.max(header.level - by, 1)
      return header
    end,
  })
end

-- Each call of the reader takes time, and a chart's address is long: so all fragments are read at once, each in a div,
-- without the charts.
local function laid_aside(text)
  return (text:gsub('src="(data:image/svg%+xml;base64,[%w+/=]+)"', function(address)
    local name = "drawing-" .. #drawings + 1
    drawings[#drawings + 1], drawings[name] = name, address
    return 'src="' .. name .. '"'
  end))
end

local function read(text)
  return raised(pandoc.read(keep_classes(laid_aside(text)), "html-auto_identifiers").blocks, 1)
end

local function with_fragments(blocks)
  local texts, place = pandoc.List({}), 0
  blocks:walk({ RawBlock = function(raw) if raw.format == "html" then texts:insert(raw.text) end end })
  local divs = read("<div>" .. table.concat(texts, "\n</div>\n<div>\n") .. "</div>")
  local whole = #divs == #texts -- unless an element is open at the end of a fragment
  local shown = blocks:walk({
    RawBlock = function(raw)
      if raw.format ~= "html" then return end
      place = place + 1
      return whole and divs[place].content or read(raw.text)
    end,
  })
  divs, texts = nil, nil -- Pandoc never frees a function that it walked with, nor that function's variables
  return shown
end

-- The title is metadata of the document, so its sections begin at level 1, whatever their level in the notebook.
local function lift_headings(blocks)
  local top = 6
  blocks:walk({ Header = function(header) top = math.min(top, header.level) end })
  return raised(blocks, top - 1)
end

local function printed(element)
  local filter = { Span = span, Link = link, Table = listing, Figure = figure, Div = div }
  if typst then
    filter.Str = word
    filter.Math = function(formula) return word({ text = "$" .. formula.text .. "$" }) end
    filter.Code = function(code) return pandoc.Code(printable(code.text)) end
  end
  -- Images come first, while their alternative text is not yet Typst code. The same applies to the words of a bar.
  local function bars(one) return one.classes:includes("statuses") and statuses(one) or nil end
  return element:walk({ Image = image, Div = bars }):walk(filter)
end

-- Adds to a web page's tiles the bar that page.typ draws itself: stylesheets cannot read a percentage.
local function with_bars(raw)
  if raw.format ~= "html" or not raw.text:find('class="tile"', 1, true) then return end
  raw.text = raw.text:gsub('<li class="tile">(<span class="tile%-percent">(%d+)%%)', '<li class="tile"><svg class='
    .. '"tile-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="%2" height="1">'
    .. "</rect></svg>%1")
  return raw
end

-- Likewise adds the bar of statuses, whose parts are as wide as the counts beside their words.
local function with_status_bars(raw)
  if raw.format ~= "html" or not raw.text:find('<div class="statuses">', 1, true) then return end
  raw.text = raw.text:gsub('<div class="statuses">.-</ul>', function(found)
    local bar, total = "", 0
    for tone, count in found:gmatch('class="tag tag%-([%l%d -]+)".->.-class="status%-count">(%d+)<') do
      bar = bar .. string.format('<rect class="bar-%s" x="%d" width="%d" height="1"></rect>', tone, total, count)
      total = total + tonumber(count)
    end
    return found:gsub('<div class="statuses">', function(opened)
      return opened .. '<svg class="status-bar" viewBox="0 0 ' .. math.max(total, 1)
        .. ' 1" preserveAspectRatio="none" aria-hidden="true">' .. bar .. "</svg>"
    end)
  end)
  return raw
end

local function drawn(raw) return with_status_bars(raw) or with_bars(raw) end

local texts = { "title", "named", "subtitle", "organisation", "plan-title", "quarter-words", "cutoff", "state-words", "version",
  "contact", "licence", "illustrative", "notice-first", "provenance" }

-- A table of contents as Word writes it, but without page numbers, which only Word can determine.
local function contents(blocks, title)
  local entries = pandoc.List({ styled("TOC Heading", pandoc.Para(title)) })
  blocks:walk({
    Header = function(header)
      if header.level > 1 then return end
      entries:insert(styled("toc 1", pandoc.Para({ pandoc.Link(header.content, "#" .. header.identifier) })))
    end,
  })
  if #entries == 1 then return {} end
  local first, last = entries[2].content[1].content, entries[#entries].content[1].content
  local function mark(kind) return '<w:r><w:fldChar w:fldCharType="' .. kind .. '"/></w:r>' end
  first:insert(1, pandoc.RawInline("openxml", mark("begin")
    .. '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\n \\h \\z </w:instrText></w:r>' .. mark("separate")))
  last:insert(pandoc.RawInline("openxml", mark("end")))
  return entries
end

-- The metadata around a report for page.html and page.typ. The state comes first: a draft must be marked as one.
local function framed(blocks, meta)
  local function line(term, value, more)
    local words = pandoc.Inlines(value or "")
    if more then words = words .. pandoc.Inlines(" ") .. pandoc.Inlines(more) end
    return { pandoc.Inlines(term), { { pandoc.Plain(words) } } }
  end
  local contact, licence = meta.contact or {}, meta.licence or {}
  local lines = pandoc.List({ line("Contact", contact.name, contact.email), line("Licence", licence.name, licence.url) })
  for _, row in ipairs(meta.provenance or {}) do lines:insert(line(row.term, row.value)) end
  blocks:insert(pandoc.Header(1, "About this document", { id = "about-this-document" }))
  blocks:extend(facts_in_lines(lines))
  local before = pandoc.Blocks({})
  if meta["state-words"] then before:insert(pandoc.Para({ pandoc.Strong(meta["state-words"]) })) end
  if meta.cutoff and meta.version then
    local words = within_line("Data as at ", meta.cutoff, ". Version ") .. meta.version .. pandoc.Inlines(".")
    before:insert(styled("Particulars", pandoc.Para(words)))
  end
  if meta.illustrative then before:insert(styled("Notice", pandoc.Para(meta.illustrative))) end
  if not meta.compact then before:extend(contents(blocks, meta["toc-title"] or "Contents")) end
  return before .. blocks
end

-- Word shows all metadata as properties of the document, so it gets only these.
local properties = { "title", "subtitle", "author", "lang" }

local function document(doc)
  local meta, stringify = doc.meta, pandoc.utils.stringify
  local number, count = tonumber(stringify(meta["period-number"] or "")), tonumber(stringify(meta["period-count"] or ""))
  if number and count and count > 1 then
    meta["year-parts"] = pandoc.List({})
    for place = 1, count do meta["year-parts"]:insert({ now = place == number }) end
  end
  meta["long-title"] = #stringify(meta.title or "") > 60
  if html then return pandoc.Pandoc(doc.blocks:walk({ RawBlock = drawn }), meta) end
  doc.blocks = with_fragments(lift_headings(doc.blocks))
  if not typst then
    local kept = {}
    for _, key in ipairs(properties) do kept[key] = meta[key] end
    return pandoc.Pandoc(framed(printed(doc.blocks), meta), kept)
  end
  local said = {}
  for _, key in ipairs(texts) do said[key] = meta[key] end
  doc = printed(pandoc.Pandoc(doc.blocks, said))
  for _, key in ipairs(texts) do
    meta[key] = doc.meta[key]
  end
  return pandoc.Pandoc(doc.blocks, meta)
end

function Pandoc(doc)
  local made = document(doc)
  drawings = {} -- for a process that makes one page after another
  return made
end
