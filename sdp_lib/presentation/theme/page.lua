-- Turns the reports' HTML fragments into Pandoc's own elements for every format that is not HTML, and, for the
-- PDF, into calls of the functions that page.typ defines. A web page takes the fragments as they are.
--
-- Text reaches Typst in two ways only: through Pandoc's Typst writer, or as a quoted Typst string made by
-- `quoted`. No other text is put into Typst code, so that nothing written in a form can become code.

local html, typst = FORMAT:match("html") ~= nil, FORMAT:match("typst") ~= nil
local symbols = { good = "●", attention = "▲", poor = "■", none = "○" }

-- Characters that the report's typeface holds. Any other would stop a PDF/UA build, and a report must not fail
-- because somebody typed an emoji: it shows as an empty square.
local held = {}
for first, last in ([[20-7e a0-180 192-192 218-21b 2c6-2cc 2d8-2dd 300-30c 327-328 384-38a 38c-38c 38e-3a1
  3a3-3ce 400-45f 490-491 1e80-1e85 1e9e-1ef9 2010-201e 2020-2022 2026-2026 202f-2033 2039-203a 2044-2044
  2070-2070 2074-208e 20ac-20ac 2116-2116 2122-2122 2150-215e 2190-2199 2212-2212 221e-221e 2248-2248 2260-2260
  2264-2265 25a0-25a1 25b2-25ba 25bc-25c4 25c6-25c6 25cb-25cb 25cf-25cf 2713-2714 2717-2718 fb00-fb04]])
  :gmatch("(%x+)-(%x+)") do
  held[#held + 1] = { tonumber(first, 16), tonumber(last, 16) }
end

local function within(code, first, last) return code >= first and code <= last end

local function shown(code)
  if within(code, 9, 10) or within(code, 0x2000, 0x200a) or code == 0x3000 then return " " end
  for _, range in ipairs(held) do
    if within(code, range[1], range[2]) then return utf8.char(code) end
  end
  local invisible = code < 0x20 or code == 0xad or code == 0xfeff or within(code, 0x200b, 0x200f)
    or within(code, 0x202a, 0x202e) or within(code, 0x2060, 0x2069) or within(code, 0xfe00, 0xfe0f)
  return invisible and "" or "□"
end

local function printable(text)
  local out = {}
  for _, code in utf8.codes(text, true) do out[#out + 1] = shown(code) end
  return table.concat(out)
end

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("[\r\n]+", " ") .. '"'
end

local function block(code) return pandoc.RawBlock("typst", code) end
local function inline(code) return pandoc.RawInline("typst", code) end

-- [content] for each of some lists of blocks, made by Pandoc's writer, which escapes whatever Typst would read as
-- markup. One call writes them all, parted by a control character, of which `printable` leaves none in texts.
local function contents(parts)
  local joined, out = pandoc.Blocks({}), pandoc.List({})
  for _, blocks in ipairs(parts) do
    joined:extend(blocks)
    joined:insert(block("\1"))
  end
  local written = pandoc.write(pandoc.Pandoc(joined), "typst-smart", pandoc.WriterOptions({ wrap_text = "none" }))
  for part in written:gmatch("([^\1]*)\1") do out:insert("[" .. part:match("^%s*(.-)%s*$") .. "]") end
  return out
end

local function content(blocks) return contents({ blocks })[1] end

local function around(before, blocks, after) return pandoc.Blocks({ block(before) }) .. blocks .. { block(after) } end
local function within_line(before, inlines, after) return pandoc.Inlines(before) .. inlines .. pandoc.Inlines(after) end

-- Inline elements -----------------------------------------------------------------------------------------

-- Plain words go through the writer. Anything else goes as a string: the writer leaves some of Typst's shorthand
-- as it is (`-?`, `...`, a list marker at the start of a list item) and flattens curly quotes.
local function word(element)
  local text = printable(element.text)
  local plain = text:match("^%a[%w,;:()!%%]*%.?$") or text:match("^%d+[%%,;:]?$")
  if plain and #text <= 24 then return pandoc.Str(text) end
  return inline("#word(" .. quoted(text) .. ");")
end

local function link(element)
  if element.target:match("^https?://") or element.target:match("^mailto:") then return element end
  return element.content -- pages lie beside each other on the site only
end

local function tag(span)
  for kind, symbol in pairs(symbols) do
    if span.classes:includes("tag-" .. kind) then
      if not typst then return within_line(symbol .. " ", span.content, "") end
      return within_line(inline('#tag("' .. kind .. '")['), span.content, inline("]"))
    end
  end
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

-- A chart travels inside the document itself: the same in both renderers, and no file to mislay.
local function image(element)
  if not element.src:match("^data:image/svg") then return end
  -- Word takes no SVG without a converter that may not be there: the chart's own words stand in for it.
  if not typst then return pandoc.Emph(element.caption) end
  local _, bytes = pandoc.mediabag.fetch(element.src)
  local call = "image(bytes(" .. quoted(bytes) .. '), format: "svg"'
  local alt = printable(pandoc.utils.stringify(element.caption))
  if not alt:match("%S") then return inline("#pdf.artifact(" .. call .. "));") end -- without words it is decoration
  return inline("#" .. call .. ", alt: " .. quoted(alt) .. ");")
end

-- Blocks --------------------------------------------------------------------------------------------------

local function figure(element)
  if not typst then return element.content .. element.caption.long end
  return around("#chart(caption: " .. content(element.caption.long) .. ")[", element.content, "]")
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
  local cells = pandoc.List(header.cells)
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do cells = cells .. row.cells end
  end
  local bodies = contents(cells:map(function(cell) return cell.contents end))
  local coded = cells:map(function(cell, i) return ('(kind: "%s", body: %s)'):format(kind(cell), bodies[i]) end)
  local size = element.classes:includes("wide") and "wide" or element.classes:includes("compact") and "compact" or "plain"
  return ('#listing(caption: %s, columns: (%s,), size: "%s", cells: (\n  %s,\n))'):format(content(element.caption.long),
    table.concat(header.cells:map(column_code), ", "), size, table.concat(coded, ",\n  "))
end

local function listing(element)
  local header = element.head.rows[1]
  if not header then return end
  if typst then return block(table_code(element)) end
  local total = 0
  for _, cell in ipairs(header.cells) do total = total + (weight(cell) or 1) end
  element.colspecs = header.cells:map(function(cell)
    return { cell.classes:includes("number") and "AlignRight" or "AlignLeft", (weight(cell) or 1) / total }
  end)
  return element
end

local function tile_code(item)
  local part = { percent = "none", count = "none", words = "none", change = "none" }
  pandoc.Blocks(item):walk({
    Span = function(element)
      for name in pairs(part) do
        if element.classes:includes("tile-" .. name) then part[name] = content({ pandoc.Para(element.content) }) end
      end
    end,
  })
  return ("(percent: %s, count: %s, words: %s, change: %s)"):format(part.percent, part.count, part.words, part.change)
end

local function headlines(div)
  local title, tiles = "[]", {}
  for _, element in ipairs(div.content) do
    if element.t == "Header" then title = content({ pandoc.Para(element.content) }) end
    if element.t == "BulletList" then
      for _, item in ipairs(element.content) do tiles[#tiles + 1] = tile_code(item) end
    end
  end
  return block(("#headlines(title: %s, tiles: (\n  %s,\n))"):format(title, table.concat(tiles, ",\n  ")))
end

local function facts(div)
  local rows = {}
  for _, pair in ipairs(div.content[1].content) do
    local value = pandoc.Blocks({})
    for _, blocks in ipairs(pair[2]) do value:extend(blocks) end
    rows[#rows + 1] = ("(term: %s, value: %s)"):format(content({ pandoc.Para(pair[1]) }), content(value))
  end
  return block("#facts((\n  " .. table.concat(rows, ",\n  ") .. ",\n))")
end

local function div(element)
  if element.classes:includes("table-frame") then return element.content end
  if not typst then
    if not element.classes:includes("finding") then return end
    return element:walk({ Para = function(para) return pandoc.Para({ pandoc.Strong(para.content) }) end })
  end
  if element.classes:includes("headlines") then return headlines(element) end
  if element.classes:includes("facts") then return facts(element) end
  for _, name in ipairs({ "finding", "note", "label", "commentary", "notice", "said", "said-by" }) do
    if element.classes:includes(name) then return around("#" .. name .. "[", element.content, "]") end
  end
end

-- Documents -----------------------------------------------------------------------------------------------

-- Pandoc's reader drops the classes of paragraphs, lists and quotations; a div round them keeps them. The
-- fragments are the report's own and their text is escaped, so a "<" here always begins a tag.
local function keep_classes(text)
  return (text
    :gsub('<p class="(%a+)">(.-)</p>', '<div class="%1"><p>%2</p></div>')
    :gsub('<blockquote class="said">(.-)</blockquote>', '<div class="said">%1</div>')
    :gsub("<footer>(.-)</footer>", '<div class="said-by"><p>%1</p></div>')
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

local function fragment(raw)
  if raw.format ~= "html" then return end
  return raised(pandoc.read(keep_classes(raw.text), "html-auto_identifiers").blocks, 1)
end

-- The title is the document's own, so its sections begin at level 1, whatever level the notebook gave them.
local function lift_headings(blocks)
  local top = 6
  blocks:walk({ Header = function(header) top = math.min(top, header.level) end })
  return raised(blocks, top - 1)
end

-- The Overview is a page to be handed out by itself.
local function set_apart(blocks)
  local apart = false
  return blocks:walk({
    Header = function(header)
      if header.level > 1 then return end
      local before = apart and "#apart-to-here" or header.identifier == "overview" and "#apart-from-here"
      apart = header.identifier == "overview"
      if before then return { block(before), header } end
    end,
  })
end

local function printed(element)
  local inlines = { Span = span, Link = link }
  if typst then
    inlines.Str = word
    inlines.Math = function(formula) return word({ text = "$" .. formula.text .. "$" }) end
    inlines.Code = function(code) return pandoc.Code(printable(code.text)) end
  end
  -- Images come first: their alternative text is words still, and not yet Typst code.
  return element:walk({ Image = image }):walk(inlines):walk({ Table = listing, Figure = figure, Div = div })
end

-- A web page's tiles get the bar that page.typ draws itself: style sheets can't read a percentage.
local function with_bars(raw)
  if raw.format ~= "html" then return end
  raw.text = raw.text:gsub('<li class="tile">(<span class="tile%-percent">(%d+)%%)', '<li class="tile"><svg class='
    .. '"tile-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="%2" height="1">'
    .. "</rect></svg>%1")
  return raw
end

local texts = { "title", "subtitle", "organisation", "plan-title", "quarter-words", "cutoff", "state-words", "version",
  "contact", "licence", "illustrative", "provenance" }

-- Word's own template has no places for these. The state comes first, for a draft must say that it is one.
local function framed(blocks, meta)
  for _, key in ipairs({ "illustrative", "state-words" }) do
    if meta[key] then blocks:insert(1, pandoc.Para(meta[key])) end
  end
  local contact, licence = meta.contact or {}, meta.licence or {}
  local lines = pandoc.List({ { "Contact", contact.name, contact.email }, { "Licence", licence.name, licence.url } })
  lines:extend((meta.provenance or pandoc.List({})):map(function(row) return { row.term, row.value } end))
  blocks:insert(pandoc.Header(1, "About this document"))
  for _, line in ipairs(lines) do
    local value = pandoc.Inlines(line[2] or "") .. pandoc.Inlines(" ") .. pandoc.Inlines(line[3] or "")
    blocks:insert(pandoc.Para(within_line({ pandoc.Strong(line[1]), ": " }, value, "")))
  end
  return blocks
end

function Pandoc(doc)
  local meta, stringify = doc.meta, pandoc.utils.stringify
  meta.quarter = meta.quarter or stringify(meta["quarter-words"] or ""):match("Quarter [1-4]")
  meta["long-title"] = #stringify(meta.title or "") > 60
  if html then return pandoc.Pandoc(doc.blocks:walk({ RawBlock = with_bars }), meta) end
  doc.blocks = printed(lift_headings(doc.blocks):walk({ RawBlock = fragment }))
  if not typst then return pandoc.Pandoc(framed(doc.blocks, meta), meta) end
  for _, key in ipairs(texts) do
    meta[key] = printed(pandoc.Pandoc({}, { [key] = meta[key] })).meta[key]
  end
  return pandoc.Pandoc(set_apart(doc.blocks), meta)
end
