//! From what was typed to what is looked for: a list of notions, each with the ways it may be worded
//! in a document. Nothing is parsed: signs only part words.

use crate::{
    fold::{fold, is_han},
    latin::{self, Meaning},
    lexicon::Lexicon,
    plain::Speech,
    segment::{Run, runs},
    slips,
    why::By,
};

/// One thing that was said, with its wordings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Notion {
    pub typed: String,
    pub wordings: Vec<Wording>,
    /// Against the other notions.
    pub weight: f32,
}

/// A way that documents may put it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wording {
    /// Folded.
    pub text: String,
    pub weight: f32,
    pub by: By,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Understood {
    pub notions: Vec<Notion>,
    /// The words that count in one string, for likeness with whole names.
    pub compressed: String,
    /// What was searched for in place of what was typed.
    pub corrected: Option<String>,
    /// The whole line as typed, folded and without signs, for names that are just that.
    pub line: String,
    /// By which way the line was folded.
    pub by: Option<By>,
}

/// What understanding may ask of the index.
pub(crate) struct Sense<'a> {
    pub speech: &'a Speech,
    pub lexicon: &'a dyn Fn() -> std::sync::Arc<Lexicon>,
    /// How many names bear a unit.
    pub documents: &'a dyn Fn(&str) -> u64,
}

/// A piece of the line that stands for something else that was typed.
pub(crate) struct Replaced {
    pub typed: String,
    pub text: String,
    pub by: By,
    /// Other readings with their likelihood against this one.
    pub others: Vec<(String, f32)>,
}

/// Longer questions are cut: a search box, not a letter.
const LONGEST: usize = 100;
/// How much a synonym counts against the word itself; later ones a little less.
const SYNONYM: f32 = 0.94;

pub(crate) fn understand(text: &str, sense: &Sense<'_>) -> Understood {
    let shortened: String = text.chars().take(LONGEST).collect();
    let folded = fold(&shortened);
    let by = match (folded.traditional, folded.lookalike) {
        (true, _) => By::Traditional,
        (_, true) => By::Lookalike,
        _ => By::Exact,
    };
    let mut line = String::new();
    let mut replaced: Vec<Replaced> = Vec::new();
    let mut notions: Vec<Notion> = Vec::new();
    for chunk in chunks(&folded.text) {
        let meanings = match chunk {
            Chunk::Plain(text) => {
                line.push_str(text);
                line.push(' ');
                continue;
            }
            Chunk::Latin(words) => latin::phrase(&words, sense.speech, &(sense.lexicon)(), sense.documents),
            Chunk::Mixed(runs) => mixed(&runs, sense, &mut line),
        };
        for meaning in meanings {
            match meaning {
                Meaning::Word { typed, to } => notions.push(english(typed, to)),
                Meaning::Chinese { typed, text, others, by } => {
                    line.push_str(&text);
                    line.push(' ');
                    replaced.push(Replaced { typed, text, by, others });
                }
            }
        }
    }
    let line = slips::mend(&line, sense, &mut replaced);
    let said = sense.speech.hear(&line);
    let weak = &sense.speech.vocabulary.words().weak;
    for found in &said.matches {
        let mut wordings = Vec::new();
        if !found.said.starts_with('*') {
            wordings.push(Wording { text: found.said.clone(), weight: 1.0, by: By::Exact });
        }
        wordings.extend(synonyms(&found.to, By::Synonym));
        // The longer the words that were recognised, the surer what is meant.
        let length = found.said.chars().count().clamp(2, 6) as f32;
        let weight = if found.said.starts_with('*') { 0.5 } else { 0.9 + 0.1 * (length - 1.0) };
        notions.push(Notion { typed: found.said.clone(), wordings, weight });
    }
    for word in said.words.iter().filter(|word| !said.matches.iter().any(|found| found.said == **word)) {
        let part = said.matches.iter().any(|found| found.said.contains(word.as_str()));
        let single = word.chars().count() == 1;
        let weight = match (weak.contains(word), part, single) {
            (true, ..) => 0.3,
            (_, true, true) => 0.15,
            (_, true, _) => 0.55,
            (_, _, true) => 0.35,
            _ => 1.0,
        };
        let wordings = vec![Wording { text: word.clone(), weight: 1.0, by: By::Exact }];
        notions.push(Notion { typed: word.clone(), wordings, weight });
    }
    if said.words.len() > 1 && said.compressed.chars().all(is_han) {
        // What stands together counts more where it stands together.
        let wordings = vec![Wording { text: said.compressed.clone(), weight: 1.0, by: By::Exact }];
        notions.push(Notion { typed: said.compressed.clone(), wordings, weight: 0.4 });
    }
    for notion in &mut notions {
        relabel(notion, by, &replaced, sense.speech);
    }
    let corrected = replaced.iter().any(|part| part.by != By::Exact).then(|| tidy(&line));
    let line = folded.text.chars().filter(|c| c.is_alphanumeric()).collect();
    Understood { notions, compressed: said.compressed, corrected, line, by: Some(by) }
}

/// Tells by which way the words of a notion came, and adds the other readings of what was typed.
fn relabel(notion: &mut Notion, by: By, replaced: &[Replaced], speech: &Speech) {
    let origin = replaced.iter().find(|part| {
        part.text == notion.typed
            || (notion.typed.chars().count() > 1 && part.text.contains(&notion.typed))
            || notion.typed.contains(&part.text)
    });
    for wording in notion.wordings.iter_mut().filter(|wording| wording.by == By::Exact || origin.is_some()) {
        wording.by = origin.map_or(by, |part| part.by);
    }
    if let Some(part) = origin {
        if part.text == notion.typed {
            for (text, weight) in &part.others {
                notion.wordings.push(Wording { text: text.clone(), weight: *weight, by: part.by });
                let meant = speech.vocabulary.groups_of(text).flat_map(|group| &group.to).take(4);
                notion.wordings.extend(meant.map(|text| Wording {
                    text: text.clone(),
                    weight: *weight * SYNONYM,
                    by: part.by,
                }));
            }
        }
        notion.typed.clone_from(&part.typed);
    }
}

fn english(typed: String, to: Vec<String>) -> Notion {
    let mut wordings = vec![Wording { text: typed.clone(), weight: 1.0, by: By::English }];
    wordings.extend(synonyms(&to, By::English));
    Notion { typed, wordings, weight: 1.0 }
}

fn synonyms(to: &[String], by: By) -> impl Iterator<Item = Wording> {
    to.iter().enumerate().map(move |(place, text)| Wording {
        text: text.clone(),
        weight: (SYNONYM - 0.02 * place as f32).max(0.7),
        by,
    })
}

enum Chunk<'a> {
    /// Characters, also with numbers (`12分`).
    Plain(&'a str),
    /// Words of letters with nothing but spaces between.
    Latin(Vec<&'a str>),
    /// Characters and letters without a space.
    Mixed(Vec<Run<'a>>),
}

/// The line cut where scripts and signs change.
fn chunks(text: &str) -> Vec<Chunk<'_>> {
    let mut pieces: Vec<(usize, Vec<Run<'_>>)> = Vec::new();
    let mut end = usize::MAX;
    for (start, run) in runs(text) {
        match pieces.last_mut() {
            Some((_, runs)) if end == start => runs.push(run),
            _ => pieces.push((start, vec![run])),
        }
        end = start + run.text().len();
    }
    let mut out: Vec<Chunk<'_>> = Vec::new();
    for (start, runs) in pieces {
        let length: usize = runs.iter().map(|run| run.text().len()).sum();
        let plain = runs.iter().any(|run| matches!(run, Run::Han(_)))
            && runs.iter().all(|run| matches!(run, Run::Han(_)) || run.text().chars().all(char::is_numeric));
        match (runs.as_slice(), out.last_mut()) {
            _ if plain => out.extend(text.get(start..start + length).map(Chunk::Plain)),
            ([Run::Latin(word)], Some(Chunk::Latin(words))) => words.push(word),
            ([Run::Latin(word)], _) => out.push(Chunk::Latin(vec![word])),
            _ => out.push(Chunk::Mixed(runs)),
        }
    }
    out
}

/// Characters with letters: one word if it can be read so, else each for itself.
fn mixed(runs: &[Run<'_>], sense: &Sense<'_>, line: &mut String) -> Vec<Meaning> {
    // `ktv包房`, `c1驾照`: letters that names bear are not readings.
    let known = |run: &Run<'_>| match run {
        Run::Han(_) => true,
        Run::Latin(latin) => (sense.documents)(latin) > 0 || sense.speech.vocabulary.knows(latin),
    };
    let whole: String = runs.iter().map(|run| run.text()).collect();
    if sense.speech.vocabulary.knows(&whole) {
        line.push_str(&whole);
        line.push(' ');
        return Vec::new();
    }
    let lexicon = (sense.lexicon)();
    if !runs.iter().all(known)
        && let Some(meaning) = latin::mixed(runs, &lexicon)
    {
        return vec![meaning];
    }
    let mut out = Vec::new();
    for run in runs {
        match run {
            Run::Han(han) => {
                line.push_str(han);
                line.push(' ');
            }
            Run::Latin(word) => out.extend(latin::phrase(&[word], sense.speech, &lexicon, sense.documents)),
        }
    }
    out
}

/// The line as a person would write it: a space only beside letters.
fn tidy(line: &str) -> String {
    let mut out = String::new();
    for part in line.split_whitespace() {
        let parted = out.chars().last().is_some_and(|last| last.is_ascii_alphanumeric())
            && part.chars().next().is_some_and(|first| first.is_ascii_alphanumeric());
        if parted {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}
