(declaration
  keyword: (word) @context
  name: (_) @name) @item
