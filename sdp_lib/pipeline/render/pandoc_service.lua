-- Pandoc as a process that waits for pages, so that it starts, loads its templates and reads a page only once.
-- It runs as `pandoc lua pandoc_service.lua SETTINGS`; the settings are JSON: `from_format`, that of pages,
-- `toc_depth`, `filters`, the paths of Lua filters, and, by their names in a page's folder, `reference_doc`, the
-- reference document for Word, and `templates`, one for each format that has one.
--
-- A request is a line of JSON: `folder`, that of the page, `make`, lists of a source, a format and a target in it, and
-- `token`. Each finished target is a line with the token, ">" and its name. The answer is a line with the token and
-- "=", followed by any errors; Pandoc's warnings come before it. All metadata is in the folder's `page.json`.

local settings = pandoc.json.decode(arg[1], false)

local function contents(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

local options = setmetatable({}, {
  __index = function(known, to)
    local name = settings.templates[to]
    known[to] = pandoc.WriterOptions({
      reference_doc = to == "docx" and settings.reference_doc or nil,
      table_of_contents = to ~= "docx", -- which page.lua fills
      template = name and pandoc.template.compile(contents(name), name),
      toc_depth = settings.toc_depth,
      wrap_text = "none",
    })
    return known[to]
  end,
})

local function read(text) return pandoc.read(text, settings.from_format) end

local function filtered(doc, to)
  for _, path in ipairs(settings.filters) do
    doc = pandoc.utils.run_lua_filter(doc, path, setmetatable({ FORMAT = to }, { __index = _G }))
  end
  return doc
end

local function say(...)
  io.write(...)
  io.write("\n")
  io.flush()
end

local function make(wanted, token)
  local meta = read("---\n" .. contents("page.json") .. "\n---\n").meta -- JSON is YAML, and this one has no newline
  local blocks = {}
  for _, one in ipairs(wanted) do
    local source, to, target = table.unpack(one)
    blocks[source] = blocks[source] or read(contents(source)).blocks
    local made = pandoc.write(filtered(pandoc.Pandoc(blocks[source], meta), to), to, options[to])
    local file <close> = assert(io.open(target, "wb"))
    assert(file:write(made))
    assert(file:close()) -- a full disk may be noticed only here
    say(token, ">", target)
  end
end

for line in io.lines() do
  local request = pandoc.json.decode(line, false)
  local token = request.token
  local good, why = pcall(pandoc.system.with_working_directory, request.folder, function()
    make(request.make, token)
  end)
  say(token, "=", good and "" or tostring(why):gsub("%s+", " "))
  collectgarbage() -- Lua does not count the memory of Pandoc's documents
end
