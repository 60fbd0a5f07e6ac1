-- Turns the reports' HTML fragments into Pandoc's own elements for every format that is not HTML,
-- and, for the PDF, into calls of the functions that page.typ defines.
--
-- Text reaches Typst in two ways only: through Pandoc's Typst writer, or as a quoted Typst string made by
-- `quoted`. No other text is put into Typst code, so that nothing written in a form can become code.

if FORMAT:match("html") then
  return {} -- a page takes the fragments as they are
end

local typst = FORMAT:match("typst") ~= nil
local symbols = { good = "●", attention = "▲", poor = "■", none = "○" }

-- Characters that the report's typeface holds, as first and last code points. Any other would stop a PDF/UA
-- build, and a report must not fail because somebody typed an emoji: it shows as an empty square.
local held = {
  { 0x20, 0x7e }, { 0xa0, 0x180 }, { 0x192, 0x192 }, { 0x218, 0x21b }, { 0x2c6, 0x2cc }, { 0x2d8, 0x2dd },
  { 0x300, 0x30c }, { 0x327, 0x328 }, { 0x384, 0x38a }, { 0x38c, 0x38c }, { 0x38e, 0x3a1 }, { 0x3a3, 0x3ce },
  { 0x400, 0x45f }, { 0x490, 0x491 }, { 0x1e80, 0x1e85 }, { 0x1e9e, 0x1ef9 }, { 0x2010, 0x201e },
  { 0x2020, 0x2022 }, { 0x2026, 0x2026 }, { 0x202f, 0x2033 }, { 0x2039, 0x203a }, { 0x2044, 0x2044 },
  { 0x2070, 0x2070 }, { 0x2074, 0x208e }, { 0x20ac, 0x20ac }, { 0x2116, 0x2116 }, { 0x2122, 0x2122 },
  { 0x2150, 0x215e }, { 0x2190, 0x2199 }, { 0x2212, 0x2212 }, { 0x221e, 0x221e }, { 0x2248, 0x2248 },
  { 0x2260, 0x2260 }, { 0x2264, 0x2265 }, { 0x25a0, 0x25a1 }, { 0x25b2, 0x25ba }, { 0x25bc, 0x25c4 },
  { 0x25c6, 0x25c6 }, { 0x25cb, 0x25cb }, { 0x25cf, 0x25cf }, { 0x2713, 0x2714 }, { 0x2717, 0x2718 },
  { 0xfb00, 0xfb04 },
}
local spaces = { [0x2002] = true, [0x2003] = true, [0x2004] = true, [0x2005] = true, [0x2006] = true,
  [0x2007] = true, [0x2008] = true, [0x2009] = true, [0x200a] = true, [0x3000] = true }

local function shown(code)
  if spaces[code] or code == 9 or code == 10 then return " " end
  for _, range in ipairs(held) do
    if code >= range[1] and code <= range[2] then return utf8.char(code) end
  end
  local invisible = code < 0x20 or code == 0xad or (code >= 0x200b and code <= 0x200f) or code == 0xfeff
    or (code >= 0x202a and code <= 0x202e) or (code >= 0x2060 and code <= 0x2069) or (code >= 0xfe00 and code <= 0xfe0f)
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

-- [content] made by Pandoc's writer, which escapes whatever Typst would read as markup.
local function content(blocks)
  local options = pandoc.WriterOptions({ wrap_text = "none" })
  return "[" .. pandoc.write(pandoc.Pandoc(blocks), "typst-smart", options):gsub("%s+$", "") .. "]"
end

local function around(before, blocks, after)
  local out = pandoc.List({ block(before) })
  out:extend(blocks)
  out:insert(block(after))
  return out
end

-- Inline elements -----------------------------------------------------------------------------------------

-- Plain words go through the writer. Anything else goes as a string: the writer leaves some of Typst's shorthand
-- as it is (`-?`, `...`, a list marker at the start of a list item) and flattens curly quotes.
local function word(str)
  local text = printable(str.text)
  local plain = text:match("^%a[%w,;:()!%%]*%.?$") or text:match("^%d+[%%,;:]?$")
  if plain and #text <= 24 then return pandoc.Str(text) end
  return inline("#word(" .. quoted(text) .. ");")
end

local function formula(element) return word(pandoc.Str("$" .. element.text .. "$")) end

local function code(element)
  element.text = printable(element.text)
  return element
end

local function link(element)
  if element.target:match("^https?://") or element.target:match("^mailto:") then return element end
  return element.content -- pages lie beside each other on the site only
end

local function tag(span)
  local kind = "none"
  for name in pairs(symbols) do
    if span.classes:includes("tag-" .. name) then kind = name end
  end
  if not typst then
    return pandoc.Inlines({ pandoc.Str(symbols[kind] .. " ") }) .. span.content
  end
  return pandoc.Inlines({ inline('#tag("' .. kind .. '")[') }) .. span.content .. { inline("]") }
end

local function span(element)
  if element.classes:includes("visually-hidden") then return {} end
  if element.classes:includes("tag") then return tag(element) end
end

-- An image travels inside the document itself: the same in both renderers, and no file to mislay.
local function image_code(image)
  local mime, bytes = pandoc.mediabag.fetch(image.src)
  local format = mime:match("^image/(%a+)")
  local data
  if format == "svg" then
    data = quoted(bytes)
  else
    local numbers = {}
    for i = 1, #bytes do numbers[i] = bytes:byte(i) end
    data = "(" .. table.concat(numbers, ",") .. ")"
  end
  local alt = printable(pandoc.utils.stringify(image.caption))
  local call = ('image(bytes(%s), format: "%s"'):format(data, (format:gsub("jpeg", "jpg")))
  if not alt:match("%S") then return "pdf.artifact(" .. call .. "))" end -- without words it is decoration
  return call .. ", alt: " .. quoted(alt) .. ")"
end

local function image(element)
  if typst and element.src:match("^data:image/") then
    return inline("#" .. image_code(element) .. ";")
  end
end

-- Blocks --------------------------------------------------------------------------------------------------

local function figure(element)
  if not typst then return end
  return around("#chart(caption: " .. content(element.caption.long) .. ")[", element.content, "]")
end

local function widths(header)
  local weights, total = {}, 0
  for i, cell in ipairs(header.cells) do
    weights[i] = tonumber(cell.attributes["data-width"] or cell.attributes["width"])
    total = total + (weights[i] or 1)
  end
  return weights, total
end

local function row_code(row, head)
  local cells = {}
  for i, cell in ipairs(row.cells) do
    local kind = "text"
    for _, name in ipairs({ "number", "tick", "empty" }) do
      if cell.classes:includes(name) then kind = name end
    end
    if cell.attributes["scope"] == "row" or head then kind = kind .. " head" end
    cells[i] = ('(kind: "%s", body: %s)'):format(kind, content(cell.contents))
  end
  return "(" .. table.concat(cells, ", ") .. ",)"
end

local function table_code(element)
  local header = element.head.rows[1]
  local weights = widths(header)
  local columns, kinds, rows = {}, {}, {}
  for i, cell in ipairs(header.cells) do
    local date = cell.classes:includes("date")
    local narrow = date or cell.classes:includes("number") or cell.classes:includes("tick")
    columns[i] = weights[i] and not date and (weights[i] .. "fr") or (narrow and "auto" or "1fr")
  end
  for _, body in ipairs(element.bodies) do
    for _, row in ipairs(body.body) do rows[#rows + 1] = row_code(row) end
  end
  return ("#listing(caption: %s, columns: (%s,), size: %s,\n  header: %s,\n  rows: (\n    %s,\n  ))"):format(
    content(element.caption.long), table.concat(columns, ", "),
    element.classes:includes("wide") and '"wide"' or element.classes:includes("compact") and '"compact"' or '"plain"',
    row_code(header, true), table.concat(rows, ",\n    "))
end

local function each_cell(element, change)
  local function through(rows)
    for _, row in ipairs(rows) do
      for _, cell in ipairs(row.cells) do change(cell) end
    end
  end
  through(element.head.rows)
  for _, body in ipairs(element.bodies) do through(body.body) end
end

local function listing(element)
  local header = element.head.rows[1]
  if not header then return end
  if typst then return block(table_code(element)) end
  local weights, total = widths(header)
  element.colspecs = element.colspecs:map(function(spec, i)
    return { header.cells[i].classes:includes("number") and "AlignRight" or "AlignLeft", (weights[i] or 1) / total }
  end)
  each_cell(element, function(cell)
    if cell.classes:includes("number") then cell.alignment = "AlignRight" end
  end)
  return element
end

local function tile_code(item)
  local part = { percent = "none", count = "none", words = "none", change = "none" }
  pandoc.walk_block(pandoc.Div(item), {
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
    local definition = pandoc.Blocks({})
    for _, blocks in ipairs(pair[2]) do definition:extend(blocks) end
    rows[#rows + 1] = ("(term: %s, value: %s)"):format(content({ pandoc.Para(pair[1]) }), content(definition))
  end
  return block("#facts((\n  " .. table.concat(rows, ",\n  ") .. ",\n))")
end

local wrappers = { "finding", "note", "label", "commentary", "notice", "said", "said-by" }

local function div(element)
  if not typst then
    return element.classes:includes("finding") and element:walk({
      Para = function(para) return pandoc.Para({ pandoc.Strong(para.content) }) end,
    }) or nil
  end
  if element.classes:includes("headlines") then return headlines(element) end
  if element.classes:includes("facts") then return facts(element) end
  if element.classes:includes("table-frame") then return element.content end
  for _, name in ipairs(wrappers) do
    if element.classes:includes(name) then return around("#" .. name .. "[", element.content, "]") end
  end
end

-- Documents -----------------------------------------------------------------------------------------------

-- Pandoc's reader drops the classes of paragraphs, lists and quotations; a div round them keeps them. The
-- fragments are the report's own and their text is escaped, so a "<" here always begins a tag.
local function keep_classes(html)
  return (html
    :gsub('<svg class="tile%-bar".-</svg>', "")
    :gsub('<p class="(%a+)">(.-)</p>', '<div class="%1"><p>%2</p></div>')
    :gsub('<blockquote class="said">(.-)</blockquote>', '<div class="said">%1</div>')
    :gsub("<footer>(.-)</footer>", '<div class="said-by"><p>%1</p></div>')
    :gsub('<dl class="facts">(.-)</dl>', '<div class="facts"><dl>%1</dl></div>'))
end

local function fragment(raw)
  if raw.format ~= "html" then return end
  local read = pandoc.read(keep_classes(raw.text), "html-auto_identifiers").blocks
  return read:walk({
    Header = function(header)
      header.level = math.max(header.level - 1, 1)
      return header
    end,
  })
end

-- The title is the document's own, so its sections begin at level 1, whatever level the notebook gave them.
local function lift_headings(doc)
  local top = 6
  doc.blocks:walk({ Header = function(header) top = math.min(top, header.level) end })
  doc.blocks = doc.blocks:walk({
    Header = function(header)
      header.level = header.level - top + 1
      return header
    end,
  })
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
  local inlines = { Span = span, Link = link, Image = image }
  if typst then inlines.Str, inlines.Math, inlines.Code = word, formula, code end
  return element:walk(inlines):walk({ Table = listing, Figure = figure, Div = div })
end

local texts = { "title", "subtitle", "organisation", "plan-title", "quarter-words", "cutoff", "state-words", "version",
  "contact", "licence", "illustrative", "provenance" }

function Pandoc(doc)
  lift_headings(doc)
  doc.blocks = printed(doc.blocks:walk({ RawBlock = fragment }))
  if typst then
    doc.blocks = set_apart(doc.blocks)
    for _, key in ipairs(texts) do
      local part = pandoc.Pandoc({}, { [key] = doc.meta[key] }):walk({ Str = word, Math = formula, Code = code })
      doc.meta[key] = part.meta[key]
    end
  end
  return doc
end
