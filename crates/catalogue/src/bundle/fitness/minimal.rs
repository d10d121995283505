//! Whether a bundle asks only what it must: no question can be left out, none is asked where no answer
//! changes anything, no two choices come to the same.

use std::collections::{BTreeMap, HashMap};

use super::{Finding, Trouble, finding};
use crate::bundle::{
    Bundle, Question,
    answers::Answers,
    combinations::{self, Combination},
    decide::Ready,
};

/// The decisions that a set of answers leaves, by what stands in the groups of `minimal`.
type Leaves<'a> = Vec<(&'a Combination, String)>;

/// No question can be left out: without its answer, and those of questions that only it opens, the
/// rest of some combination decides an item or a material both ways.
pub(super) fn minimal(ready: &Ready, all: &[Combination]) -> Vec<Finding> {
    let bundle = &ready.bundle;
    let mut out = Vec::new();
    for (place, question) in bundle.questions.iter().enumerate() {
        let at = || ["question:", &question.key].concat();
        let opened = combinations::dependents(bundle, &question.key);
        let mut groups: HashMap<Vec<Option<String>>, Leaves<'_>> = HashMap::new();
        for one in all {
            let Some(answer) = one.answers.get(&question.key) else { continue };
            let rest =
                bundle.questions.iter().filter(|other| other.key != question.key && !opened.contains(&other.key));
            let rest =
                rest.map(|other| one.answers.get(&other.key).map(crate::bundle::answers::Answer::text)).collect();
            groups.entry(rest).or_default().push((one, answer.text()));
        }
        let varies: Vec<(&Leaves<'_>, bool)> = groups.values().map(|leaves| (leaves, differ(leaves))).collect();
        if !varies.iter().any(|(_, differs)| *differs) {
            out.push(finding(Trouble::Needless, at(), ""));
            continue;
        }
        out.extend(in_vain(bundle, place, question, &varies));
        if opened.is_empty() {
            out.extend(same_choices(question, &varies));
        }
    }
    out
}

fn differ(leaves: &Leaves<'_>) -> bool {
    leaves.iter().skip(1).any(|(one, _)| leaves.first().is_some_and(|(first, _)| told(first) != told(one)))
}

/// What a person is told: which items and materials; of an item that isn't chosen nothing more.
fn told(one: &Combination) -> (&[Option<bool>], &[Option<bool>]) {
    (&one.decision.members, &one.decision.materials)
}

/// A way to the question on which no answer to it matters.
fn in_vain(bundle: &Bundle, place: usize, question: &Question, varies: &[(&Leaves<'_>, bool)]) -> Option<Finding> {
    let mut ways: BTreeMap<Vec<Option<String>>, (bool, Answers)> = BTreeMap::new();
    for (leaves, differs) in varies {
        for (one, _) in *leaves {
            let earlier = bundle.questions.iter().take(place);
            let way = earlier
                .clone()
                .map(|other| one.answers.get(&other.key).map(crate::bundle::answers::Answer::text))
                .collect();
            let so_far = || {
                let answers = earlier.filter_map(|other| one.answers.get_key_value(&other.key));
                answers.map(|(key, answer)| (key.clone(), answer.clone())).collect()
            };
            ways.entry(way).or_insert_with(|| (false, so_far())).0 |= differs;
        }
    }
    let (_, answers) = ways.into_values().find(|(matters, _)| !matters)?;
    Some(finding(Trouble::InVain, ["question:", &question.key].concat(), "").under(&answers))
}

/// Two choices after which everything is always decided alike.
fn same_choices(question: &Question, varies: &[(&Leaves<'_>, bool)]) -> Vec<Finding> {
    let values: Vec<&str> = question.choices.iter().map(|choice| choice.value.as_str()).collect();
    let mut out = Vec::new();
    for (place, one) in values.iter().enumerate() {
        for other in values.iter().skip(place + 1) {
            let apart = varies.iter().any(|(leaves, _)| {
                let of = |value: &str| leaves.iter().find(|(_, text)| text == value).map(|(leaf, _)| told(leaf));
                of(one) != of(other)
            });
            if !apart {
                let at = ["question:", &question.key].concat();
                out.push(finding(Trouble::SameChoices, at, [*one, ", ", other].concat()));
            }
        }
    }
    out
}
