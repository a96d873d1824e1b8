//! The handwritten parser that benches use as reference builds the same trees.

use dictum::model::kinds::keywords;
use dictum::syntax::ast::{self, Cursor, Nodes};
use dictum::syntax::parse;
use dictum::text::Sources;

use super::generate::{Kind, tree};
use super::hand;

/// The nodes of a tree with the sizes of their subtrees.
fn nodes(children: Nodes<'_>, into: &mut Vec<hand::Node>) {
    for node in children {
        let index = into.len();
        into.push(hand::Node { kind: node.kind(), span: node.span(), size: 0 });
        nodes(Cursor::children(node), into);
        let size = (into.len() - index) as u32;
        if let Some(node) = into.get_mut(index) {
            node.size = size;
        }
    }
}

fn assert_same(sources: &Sources) {
    for source in sources {
        let parsed = parse(source, &keywords());
        assert!(parsed.diagnostics.is_empty(), "{}: {:?}", source.name(), parsed.diagnostics.first());
        let mut ours = Vec::new();
        nodes(ast::top(&parsed.tree, source.text()), &mut ours);
        let theirs = hand::parse(source.text()).expect("sound text is taken");
        assert_eq!(ours.len(), theirs.len(), "{}", source.name());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours, theirs, "{}: {:?}", source.name(), theirs.span.of_text(source.text()));
        }
    }
}

#[test]
fn the_yardstick_builds_the_same_tree() {
    for kind in [Kind::Mix].into_iter().chain(Kind::SINGLE) {
        assert_same(&Sources::new(tree(kind, 40_000, 2).inputs()));
    }
}

#[test]
fn the_yardstick_reads_what_stands_in_unusual_places() {
    assert_same(&Sources::single(
        "odd.dictum",
        "// head\nconnectors a = [ // in\n  teams /* b */, sql\n  planner\n] // behind\n  + /* c */ b\n  - c\n\
         environment a { /* d */ type = sandbox /* e */; ; name = \"x\" } /// f\n\
         rating r { worst wins\n high when (a == b // g\n and c) or\n d\n row - ○ 1..5 x { y } z\n key : one | two\n}\n// end\n",
    ));
}
