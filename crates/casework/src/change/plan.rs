//! What a change would do to a case as it stands 变更预演: the derived model, whether it is fit, where tokens
//! would move, which days would change, who would be burdened, and what a person must answer first. Looks
//! only; the verbs (`changing`) do the same again on the state of their moment.

use std::sync::Arc;

use kernel::{Problem, Timestamp};
use process::{
    bpmn,
    change::{Answer, Burden, CannotDerive, ClockChange, Derived, Moved, Question, derive, map, weigh},
    layout,
    model::Model,
    program::Program,
    state::State,
    step::Env,
    xml::Child,
};
use store::{Error, Read};

use super::{Asked, Op};
use crate::{
    Office,
    case::CaseId,
    fitness::{self, Finding},
    flow::Programs,
    records,
};

/// The process of a case, to be looked at.
#[derive(Clone)]
pub(crate) struct Standing {
    pub model: String,
    pub program: Arc<Program>,
    pub state: State,
}

impl Standing {
    /// None: the case has no process.
    pub(crate) fn of(read: &Read<'_>, office: &Office, case: &CaseId) -> Result<Option<Self>, Error> {
        let Some((model, state)) = records::flow(read, case)? else { return Ok(None) };
        let program = program(read, &office.programs, &model)?;
        Ok(Some(Self { model, program, state }))
    }
}

/// The program of a model that is kept.
pub(crate) fn program(read: &Read<'_>, programs: &Programs, digest: &str) -> Result<Arc<Program>, Error> {
    let text =
        || records::model(read, digest)?.ok_or_else(|| Error::Engine("process: its text is not there".to_owned()));
    programs.get(digest, &text)
}

/// What a change would do.
pub(crate) struct Plan {
    pub old: Arc<Program>,
    pub program: Arc<Program>,
    pub digest: String,
    pub text: String,
    /// What follows from the operations, and what the proposer said.
    pub answers: Vec<Answer>,
    /// What makes the derived model unfit and did not stand against the old one.
    pub unfit: Vec<Finding>,
    pub questions: Vec<Question>,
    pub moves: Vec<Moved>,
    pub clocks: Vec<ClockChange>,
    pub burdens: Vec<Burden>,
}

impl Plan {
    /// # Errors
    /// At the field with which nothing can be derived; of the store.
    pub(crate) fn of(
        read: &Read<'_>,
        office: &Office,
        now: Timestamp,
        standing: &Standing,
        asked: &Asked,
        legal_basis: &str,
        said: &[Answer],
    ) -> Result<Self, Error> {
        let old = &standing.program.model;
        let operations = asked.operations(old, legal_basis)?;
        let derived = derive(old, &operations).map_err(|why| cannot(&why))?;
        let mut answers = derived.answers(old, &standing.state);
        answers.extend(drawn_back(asked, old, &standing.state));
        // What the proposer said of a token goes before what the operations mean for it.
        answers.retain(|answer| !said.iter().any(|own| token(own).is_some() && token(own) == token(answer)));
        let first = standing.state.tokens.first().map_or(0, |token| token.number);
        answers.extend(said.iter().map(|answer| match answer {
            Answer::Add { beside: 0, at } => Answer::Add { beside: first, at: at.clone() },
            other => other.clone(),
        }));
        let (text, program) = compiled(old, &standing.program, derived)?;
        let digest = program.model.digest.to_string();
        let unfit = if digest == standing.model { Vec::new() } else { unfit(read, old, &text)? };
        let env = Env::new(now, office.calendar.clone());
        let mapped = map(&standing.program, &program, &standing.state, &answers, &env);
        let mut plan = Self {
            old: standing.program.clone(),
            program,
            digest,
            text,
            answers,
            unfit,
            questions: Vec::new(),
            moves: Vec::new(),
            clocks: Vec::new(),
            burdens: Vec::new(),
        };
        match mapped {
            Err(questions) => plan.questions = questions,
            Ok(mapped) => {
                plan.burdens = weigh(old, &standing.state, &plan.program.model, &mapped);
                plan.moves = mapped.moves;
                plan.clocks = mapped.clocks;
            }
        }
        Ok(plan)
    }
}

fn token(answer: &Answer) -> Option<u32> {
    match answer {
        Answer::Move { token, .. } | Answer::Drop { token } => Some(*token),
        _ => None,
    }
}

/// Who stands at a step before which another is put goes back to that.
fn drawn_back(asked: &Asked, model: &Model, state: &State) -> Vec<Answer> {
    if asked.op != Op::Before {
        return Vec::new();
    }
    let to = asked.added(model);
    let there = state.tasks().filter(|(_, node)| *model[*node].id == *asked.element);
    there.map(|(token, _)| Answer::Move { token: token.number, to: to.clone() }).collect()
}

/// The text of a derived model and its program. A diagram that lacks what was added is laid out anew.
fn compiled(old: &Model, was: &Arc<Program>, derived: Derived) -> Result<(String, Arc<Program>), Error> {
    let broken = |why: String| Error::Engine(["model: ", &why].concat());
    let mut model = derived.model;
    if model.digest == old.digest {
        return Ok((bpmn::write(&model), was.clone()));
    }
    if !model.diagram.shapes.is_empty() {
        let mut document = model.document().clone();
        document.root.children.retain(|child| !matches!(child, Child::Tag(tag) if &*tag.name.local == "BPMNDiagram"));
        let bare = bpmn::model_of(document).map_err(|why| broken(why.to_string()))?;
        model = bpmn::model_of(layout::with_diagram(&bare)).map_err(|why| broken(why.to_string()))?;
    }
    let text = bpmn::write(&model);
    let read = bpmn::read(text.as_bytes()).map_err(|why| broken(why.to_string()))?;
    Ok((text, Arc::new(Program::new(Arc::new(read)))))
}

fn unfit(read: &Read<'_>, old: &Model, text: &str) -> Result<Vec<Finding>, Error> {
    let (_, before) = fitness::findings(read, &bpmn::write(old), None)?;
    let (_, after) = fitness::findings(read, text, None)?;
    let stood = |one: &Finding| before.iter().any(|old| old.rule == one.rule && old.element == one.element);
    Ok(after.into_iter().filter(|one| !one.warning && !stood(one)).collect())
}

fn cannot(why: &CannotDerive) -> Problem {
    let (field, message) = match why {
        CannotDerive::Mandatory(_) => ("element", "casework-change-mandatory"),
        CannotDerive::NotBack { .. } => ("to", "casework-change-not-back"),
        CannotDerive::CrossesScope { .. } => ("to", "casework-change-not-simple"),
        CannotDerive::Unknown { .. } => ("element", "casework-change-no-step"),
        CannotDerive::Taken(_)
        | CannotDerive::NotSimple(_)
        | CannotDerive::NotAFragment { .. }
        | CannotDerive::Unsound { .. }
        | CannotDerive::NotBpmn(_) => ("element", "casework-change-not-simple"),
    };
    Problem::invalid().field(field, message)
}
