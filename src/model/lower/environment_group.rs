//! `environment_group`

use crate::model::kinds::Shape;
use crate::model::program::{EnvironmentGroup, Head};
use crate::model::reader::{Reader, Value};
use crate::syntax::ast::Block;

pub(super) fn lower(reader: &mut Reader<'_>, head: Head, block: Block<'_>, shape: &'static Shape) -> EnvironmentGroup {
    let record = reader.block(block, shape, "environment group", &head);
    let (people_only, share_limit) = match reader.value(&record, "sharing") {
        Some((Value::Sharing(people_only, limit), _)) => (people_only, limit),
        _absent => (false, None),
    };
    EnvironmentGroup {
        name: reader.text(&record, "name"),
        id: reader.text(&record, "id"),
        share_with_groups: !people_only,
        share_limit,
        solution_checker: reader.word(&record, "solution_checker").map_or("off", |(word, _)| word),
        allow_lists_only: reader.allow_lists_only(&record),
        usage_insights: reader.flag(&record, "usage_insights").is_some_and(|(value, _)| value),
        welcome: reader.text(&record, "welcome"),
        head,
    }
}
