[
  (block)
  (list)
  (group)
] @indent.begin

["}" "]" ")"] @indent.branch
