-- Keeps the notebooks unchanged, for `quarto render --execute` and `-P`: Quarto writes its outputs into the notebook
-- itself. It runs before a render, when it copies each notebook to be rendered, and after it, when it restores each one
-- in which only outputs and given parameters have changed.

local kept = pandoc.path.join({ ".quarto", "kept-notebooks" })

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read("a")
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

-- The parts of a notebook that somebody wrote: neither its outputs nor its given parameters.
local function written(text)
  local parts = {}
  for _, cell in ipairs(pandoc.json.decode(text, false).cells) do
    local source = type(cell.source) == "table" and table.concat(cell.source) or cell.source
    local given = pandoc.List(cell.metadata.tags or {}):includes("injected-parameters")
    if not given then parts[#parts + 1] = cell.cell_type .. "\n" .. source end
  end
  return table.concat(parts, "\0")
end

local function put_back(path, before)
  local after = read(path)
  if after and after ~= before and written(after) == written(before) then write(path, before) end
end

local function place(path) return pandoc.path.join({ kept, (path:gsub("[/\\]", "--")) }) end

if os.getenv("QUARTO_PROJECT_OUTPUT_FILES") then
  for path in (read(place("list")) or ""):gmatch("[^\n]+") do
    put_back(path, read(place(path)))
  end
else
  local paths = pandoc.List({})
  pandoc.system.make_directory(kept, true)
  for path in (os.getenv("QUARTO_PROJECT_INPUT_FILES") or ""):gmatch("[^\n]+%.ipynb") do
    write(place(path), read(path))
    paths:insert(path)
  end
  write(place("list"), table.concat(paths, "\n"))
end
