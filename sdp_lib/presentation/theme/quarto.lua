-- Makes pages from the notebooks as they are, for `quarto render` and `quarto preview`. `sdp report` does not use it.
--
-- A notebook shows its title, its period and its state in the output of a cell. Here they become those of the page.
-- Everything above that cell explains how to run the notebook, so the page leaves it out, and so it does with the
-- ledger, which is for the build. Links to pages that only `sdp report` makes become words.

local HEAD = '<div class="report-head">'

local function inlines(html) return pandoc.utils.blocks_to_inlines(pandoc.read(html, "html").blocks) end

local function is_cell(block) return block.t == "Div" and block.classes:includes("cell") end

local function has_head(block)
  local found = false
  if is_cell(block) then
    block:walk({ RawBlock = function(raw) found = found or raw.text:find(HEAD, 1, true) ~= nil end })
  end
  return found
end

local function is_ledger(block) return block.identifier == "ledger" end

-- Moves a line of the report's head from an output to the page.
local function lift(html, class, meta, key)
  return (html:gsub('<p class="' .. class .. '">(.-)</p>\n?', function(words)
    meta[key] = pandoc.MetaInlines(inlines(words))
    return ""
  end))
end

local function of_the_page(cell, meta)
  return cell:walk({
    RawBlock = function(raw)
      if raw.format ~= "html" then return end
      local text = raw.text:gsub('<a href="[^":#]+%.html">(.-)</a>', "%1")
      if text:find(HEAD, 1, true) then
        text = lift(lift(text, "report%-title", meta, "title"), "report%-subtitle", meta, "subtitle")
      end
      return pandoc.RawBlock("html", text)
    end,
  })
end

-- For every HTML output Quarto loads require.js and jQuery from other servers; widgets need them, reports do not.
local function without_scripts_from_elsewhere(includes)
  local kept = pandoc.List({})
  for _, include in ipairs(includes or {}) do
    kept:insert(pandoc.Blocks(include):walk({
      RawBlock = function(raw)
        return pandoc.RawBlock(raw.format, (raw.text
          :gsub('<script src="https://cdn[^>]*/require%.min%.js"[^>]*></script>', "")
          :gsub('<script src="https://cdn[^>]*/jquery%.min%.js"[^>]*></script>', "")
          :gsub("<script[^>]*>define%('jquery'[^<]*</script>", "")))
      end,
    }))
  end
  return kept
end

-- The title of a page of the documentation is its first heading.
local function with_title(doc)
  local heading = doc.blocks[1]
  if doc.meta.title or not heading or heading.t ~= "Header" or heading.level ~= 1 then return doc end
  doc.meta.title, doc.meta.pagetitle = pandoc.MetaInlines(heading.content), nil
  doc.blocks:remove(1)
  return doc
end

function Pandoc(doc)
  doc.meta["header-includes"] = without_scripts_from_elsewhere(doc.meta["header-includes"])
  local _, head = doc.blocks:find_if(has_head)
  local blocks = pandoc.List({})
  for place, block in ipairs(doc.blocks) do
    if place >= (head or 1) and not is_ledger(block) then
      blocks:insert(is_cell(block) and of_the_page(block, doc.meta) or block)
    end
  end
  return with_title(pandoc.Pandoc(blocks, doc.meta))
end
