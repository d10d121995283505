//! A search from end to end: understood, candidates from the engine within what applies to the
//! person, weighed, the same name shown once, and help when there is nothing.

use std::{cmp::Ordering, collections::HashMap, sync::Arc};

use kernel::division::DivisionCode;
use tantivy::{
    Searcher, Term,
    collector::TopDocs,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query as Engine, TermQuery},
    schema::{Field, IndexRecordOption},
};

use crate::{
    document::Kind,
    index::{Error, State},
    known::Known,
    query::{Found, Hit, Query},
    rank::Weighed,
    scale::Scale,
    suggest::suggestions,
    understand::{Sense, understand},
};

/// What the engine proposes and ranking weighs.
const CANDIDATES: usize = 240;
/// Below this share of what was said, and below this part of the best, nothing is a hit.
const LEAST_SHARE: f32 = 0.08;
const LEAST_SCORE: f32 = 0.12;

struct Candidate {
    card: Arc<Known>,
    weighed: Weighed,
    division: Option<DivisionCode>,
    others: Vec<String>,
}

pub(crate) fn search(state: &State, query: &Query) -> Result<Found, Error> {
    let searcher = state.searcher();
    let documents = |unit: &str| -> u64 {
        // An unreadable segment counts as one without the unit.
        searcher.doc_freq(&Term::from_field_text(state.fields.name, unit)).unwrap_or(0)
    };
    let lexicon = || state.lexicon(&searcher);
    let sense = Sense { speech: state.speech(), lexicon: &lexicon, documents: &documents };
    let understood = understand(&query.text, &sense);
    let words = sense.speech.vocabulary.words();
    let scale = Scale::new(&understood, &documents, searcher.num_docs(), &words.variants);

    let mut ranked = candidates(state, &searcher, query, &scale, query.division)?;
    let mut elsewhere = Vec::new();
    if ranked.is_empty() && query.division.is_some() {
        elsewhere = candidates(state, &searcher, query, &scale, None)?;
        elsewhere.truncate(3);
    }
    let total = ranked.len();
    let limit = query.limit.clamp(1, 100);
    let next = (total > query.after + limit).then_some(query.after + limit);
    ranked.truncate(query.after + limit);
    let suggestions = if total == 0 { suggestions(state, &searcher, &understood)? } else { Vec::new() };
    Ok(Found {
        hits: ranked.drain(query.after.min(ranked.len())..).map(hit).collect(),
        next,
        suggestions,
        elsewhere: elsewhere.into_iter().map(hit).collect(),
        corrected: understood.corrected,
    })
}

fn hit(candidate: Candidate) -> Hit {
    let card = &candidate.card;
    Hit {
        kind: card.kind,
        key: card.key.clone(),
        title: card.title.clone(),
        summary: card.summary.clone(),
        body_name: card.body.clone(),
        division: candidate.division,
        why: candidate.weighed.why,
        score: candidate.weighed.score,
        others: candidate.others,
    }
}

/// Everything that answers, best first, each name once.
fn candidates(
    state: &State,
    searcher: &Searcher,
    query: &Query,
    scale: &Scale,
    division: Option<DivisionCode>,
) -> Result<Vec<Candidate>, Error> {
    let Some(wanted) = wanted(state, scale) else { return Ok(Vec::new()) };
    let mut clauses = vec![(Occur::Must, wanted)];
    clauses.extend(filters(state, query, division).into_iter().map(|filter| (Occur::Must, filter)));
    let proposed = searcher.search(&BooleanQuery::new(clauses), &TopDocs::with_limit(CANDIDATES).order_by_score())?;
    let most = proposed.first().map_or(1.0, |(score, _)| score.max(f32::MIN_POSITIVE));
    let mut found = Vec::with_capacity(proposed.len());
    for (engine, address) in proposed {
        let Some(card) = state.card(searcher, address)? else { continue };
        let mut weighed = scale.weigh(&card);
        let own: Option<DivisionCode> = card.division.as_deref().and_then(|code| code.parse().ok());
        weighed.score = (weighed.score + 0.25 * engine / most) * nearness(division, own);
        found.push(Candidate { card, weighed, division: own, others: Vec::new() });
    }
    let best = found.iter().map(|candidate| candidate.weighed.score).fold(0.0, f32::max);
    found.retain(|candidate| candidate.weighed.score >= best * LEAST_SCORE && candidate.weighed.share >= LEAST_SHARE);
    found.sort_by(order);
    let mut found = once(found, division);
    varied(&mut found);
    Ok(found)
}

fn order(a: &Candidate, b: &Candidate) -> Ordering {
    b.weighed.score.total_cmp(&a.weighed.score).then_with(|| a.card.key.cmp(&b.card.key))
}

/// The terms looked for, in names first; `None` if the index knows none of them.
fn wanted(state: &State, scale: &Scale) -> Option<Box<dyn Engine>> {
    let mut clauses: Vec<(Occur, Box<dyn Engine>)> = Vec::new();
    let mut add = |field: Field, text: &str, boost: f32| {
        let term = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
        clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), boost))));
    };
    for unit in &scale.units {
        if unit.weight <= 0.0 {
            continue;
        }
        add(state.fields.name, &unit.text, unit.weight);
        add(state.fields.rest, &unit.text, unit.weight * 0.25);
    }
    (!clauses.is_empty()).then(|| Box::new(BooleanQuery::new(clauses)) as Box<dyn Engine>)
}

/// What narrows without counting.
fn filters(state: &State, query: &Query, division: Option<DivisionCode>) -> Vec<Box<dyn Engine>> {
    let fields = &state.fields;
    let mut out: Vec<Box<dyn Engine>> = Vec::new();
    let mut any = |terms: Vec<(Field, String)>| {
        let clauses = terms.into_iter().map(|(field, text)| {
            let term = TermQuery::new(Term::from_field_text(field, &text), IndexRecordOption::Basic);
            (Occur::Should, Box::new(term) as Box<dyn Engine>)
        });
        out.push(Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(clauses.collect())), 0.0)));
    };
    if !query.kinds.is_empty() {
        any(query.kinds.iter().map(|kind| (fields.kind, kind.as_str().to_owned())).collect());
    }
    if let Some(audience) = query.audience {
        any(vec![(fields.audience, audience.as_str().to_owned()), (fields.audience, "all".to_owned())]);
    }
    for tag in &query.tags {
        any(vec![(fields.tag, tag.clone())]);
    }
    if let Some(division) = division {
        let mut terms = vec![(fields.division, "all".to_owned()), (fields.above, division.as_str().to_owned())];
        terms.extend(division.lineage().into_iter().map(|above| (fields.division, above.as_str().to_owned())));
        any(terms);
    }
    out
}

/// How near a division is: one's own first, then each level above, then what lies within it.
fn nearness(asked: Option<DivisionCode>, own: Option<DivisionCode>) -> f32 {
    let (Some(asked), Some(own)) = (asked, own) else { return 1.0 };
    match asked.lineage().iter().position(|above| *above == own) {
        Some(levels) => 1.06 - 0.02 * levels.min(4) as f32,
        None => 0.85,
    }
}

/// One candidate for each name: the nearest division's, else the best. Others of the name keep their
/// keys. Two bodies of one division may offer different things under one name: both stay.
fn once(found: Vec<Candidate>, asked: Option<DivisionCode>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::with_capacity(found.len());
    let mut names: HashMap<(Kind, String), Vec<usize>> = HashMap::new();
    for candidate in found {
        let places = names.entry((candidate.card.kind, candidate.card.bare.clone())).or_default();
        let same = places.iter().copied().find(|place| {
            kept.get(*place)
                .is_some_and(|other| other.division != candidate.division || other.card.body == candidate.card.body)
        });
        match same.and_then(|place| kept.get_mut(place)) {
            Some(other) => {
                let nearer = nearness(asked, candidate.division) > nearness(asked, other.division);
                if nearer && asked.is_some() {
                    let mut keys = std::mem::take(&mut other.others);
                    let score = other.weighed.score.max(candidate.weighed.score);
                    let passed = std::mem::replace(other, candidate);
                    keys.push(passed.card.key.clone());
                    other.others = keys;
                    other.weighed.score = score;
                } else {
                    other.others.push(candidate.card.key.clone());
                }
            }
            None => {
                places.push(kept.len());
                kept.push(candidate);
            }
        }
    }
    kept
}

/// Keeps a family of variants (`…许可(变更)`, `…许可(注销)`) and one part of what was said from filling
/// the page: each further one gives way a little.
fn varied(found: &mut [Candidate]) {
    let mut families: HashMap<String, i32> = HashMap::new();
    let mut notions: HashMap<usize, i32> = HashMap::new();
    for candidate in found.iter_mut() {
        let family: String = candidate.card.name.chars().take_while(|c| !matches!(c, '(' | '[' | '【')).collect();
        let relatives = count(families.entry(family).or_default());
        let alike = candidate.weighed.notion.map_or(0, |notion| count(notions.entry(notion).or_default()));
        candidate.weighed.score *= 0.93_f32.powi((relatives - 1).clamp(0, 6));
        candidate.weighed.score *= 0.86_f32.powi((alike - 2).clamp(0, 6));
    }
    found.sort_by(order);
}

/// How many there were before, counting this one.
fn count(seen: &mut i32) -> i32 {
    *seen += 1;
    *seen - 1
}
