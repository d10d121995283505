//! The papers of a draft: what the state holds already, what was handed in, what is wanting; and
//! one page a paper to hand it in.

use askama::Template;
use catalogue::{Material, words::Necessity};
use kernel::Problem;
use store::{FileRef, FileRules};
use web::{Answer, Cx, Fail, Form, Path, Shell, State, Typed, Upload};

use super::{
    draft::Open,
    words::{self, Tag},
};
use crate::{Room, draft::DraftId, drafting, paper::Paper, path};

/// Endings that a file chooser offers; what counts is the content.
pub(crate) const ACCEPT: &str = ".pdf,.ofd,.jpg,.jpeg,.png,.webp,.tif,.tiff,.bmp,.heic,.docx,.xlsx,.txt";

/// A paper of the list.
pub(crate) struct Row {
    pub name: String,
    pub note: String,
    pub kind: &'static str,
    pub word: String,
    /// Name and size of the file.
    pub file: String,
    pub source: Option<Tag>,
    pub href: String,
    pub act: String,
}

#[derive(Template)]
#[template(path = "casework/papers.html")]
pub(crate) struct Papers {
    pub shell: Shell,
    pub rows: Vec<Row>,
    pub wanting: usize,
    pub check: String,
    pub back: String,
}

/// Name and size of a file, as its owner had it.
pub(crate) fn file(shell: &Shell, paper: &Paper, name: &str) -> String {
    let size = paper.size.and_then(|size| u64::try_from(size).ok()).map(|size| shell.size(size)).unwrap_or_default();
    shell.t2("casework-file", "name", name, "size", size)
}

fn row(shell: &Shell, open: &Open, material: &Material, names: &[(String, String)]) -> Row {
    let note = material.condition.as_ref().or(material.spec.as_ref()).or(material.standard.as_ref());
    let held = open.known.papers.get(&material.key);
    let handed = open.papers.iter().find(|paper| paper.material == material.key);
    let (kind, word, act) = match (handed, held, material.necessity) {
        (Some(_), _, _) => ("done", "casework-paper-handed", "casework-paper-change"),
        (None, Some(_), _) => ("done", "casework-paper-held", "casework-paper-replace"),
        (None, None, Some(Necessity::LateOk)) => ("waiting", "casework-paper-later", "casework-paper-add"),
        (None, None, Some(Necessity::Conditional)) => ("waiting", "casework-paper-conditional", "casework-paper-add"),
        (None, None, _) => ("soon", "casework-paper-missing", "casework-paper-add"),
    };
    let name = names.iter().find(|(key, _)| *key == material.key).map_or("", |(_, name)| name.as_str());
    Row {
        name: shell.text(&material.name).to_owned(),
        note: note.map(|note| shell.text(note).to_owned()).unwrap_or_default(),
        kind,
        word: shell.t(word).into_owned(),
        file: handed.map(|paper| file(shell, paper, name)).unwrap_or_default(),
        source: held.filter(|_| handed.is_none()).map(|(_, origin)| words::tag(shell, origin)),
        href: path::draft_paper(&open.draft.id, &material.key),
        act: shell.t(act).into_owned(),
    }
}

/// Names of the files as the person had them, by material.
pub(crate) async fn file_names(
    cx: &Cx,
    person: &kernel::id::PersonId,
    papers: &[Paper],
) -> Result<Vec<(String, String)>, Fail> {
    let (person, papers) = (person.clone(), papers.to_vec());
    cx.read(move |read| {
        let mut out = Vec::new();
        for paper in &papers {
            if let Some(name) = &paper.name {
                out.push((paper.material.clone(), read.open_text(&person, drafting::FILE_NAME, name)?));
            }
        }
        Ok(out)
    })
    .await
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Path(id): Path<DraftId>) -> Answer {
    let open = match Open::of(&cx, &room, &id).await? {
        Ok(open) => open,
        Err(case) => return Ok(cx.see_other(&path::case(&case))),
    };
    let names = file_names(&cx, &open.draft.person, &open.papers).await?;
    let shell = open.shell(&cx, cx.t("casework-papers-title"));
    let rows = open.matter.item.materials.iter().map(|material| row(&shell, &open, material, &names)).collect();
    cx.page(&Papers {
        rows,
        wanting: open.papers_wanting(),
        check: path::draft_check(&id),
        back: path::draft(&id),
        shell,
    })
}

#[derive(Template)]
#[template(path = "casework/paper.html")]
pub(crate) struct PaperPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub field: String,
    pub accept: &'static str,
    /// What is asked of it, in lines.
    pub notes: Vec<String>,
    pub handed: String,
    pub source: Option<Tag>,
    pub back: String,
}

async fn show(cx: &Cx, open: &Open, key: &str, form: Form) -> Answer {
    let material = open.matter.item.materials.iter().find(|material| material.key == key);
    let material = material.ok_or_else(Problem::not_found)?;
    let names = file_names(cx, &open.draft.person, &open.papers).await?;
    let shell = open.shell(cx, String::new());
    let name = shell.text(&material.name).to_owned();
    let shell = shell.crumb(cx.t("casework-papers-title"), path::draft_papers(&open.draft.id)).titled(name.clone());
    let row = row(&shell, open, material, &names);
    let notes = [&material.condition, &material.spec, &material.standard];
    let notes = notes.into_iter().flatten().map(|note| shell.text(note).to_owned()).collect();
    let field = drafting::paper_field(key);
    let form = form.clone().labelled(&[(&field, &name)]);
    cx.form_page(
        &form,
        &PaperPage {
            action: path::draft_paper(&open.draft.id, key),
            field,
            accept: ACCEPT,
            notes,
            handed: row.file,
            source: row.source,
            back: path::draft_papers(&open.draft.id),
            form: form.clone(),
            shell,
        },
    )
}

pub(crate) async fn one(cx: Cx, State(room): State<Room>, Path((id, key)): Path<(DraftId, String)>) -> Answer {
    match Open::of(&cx, &room, &id).await? {
        Ok(open) => show(&cx, &open, &key, cx.form()).await,
        Err(case) => Ok(cx.see_other(&path::case(&case))),
    }
}

/// The one file of a field, on the disk.
pub(crate) async fn kept(cx: &Cx, field: &str, upload: &Upload) -> Result<FileRef, Fail> {
    let files = cx.app.store().files()?.clone();
    let put = files.put(&upload.name, upload.bytes.clone(), &FileRules::PAPERS).await;
    put.map_err(|refused| match refused {
        store::FileRefused::NoSpace(error) => store::Error::disk_full(error).into(),
        other => {
            if let store::FileRefused::Fault(error) = &other {
                tracing::error!(%error, "a file could not be kept");
            }
            drafting::refused(field.to_owned(), &other).into()
        }
    })
}

async fn hand_in(cx: &Cx, open: &Open, key: &str, typed: &Typed) -> Result<(), Fail> {
    let field = drafting::paper_field(key);
    let upload = typed.files_of(&field).next().cloned();
    let upload = upload.ok_or_else(|| Problem::invalid().field(field.clone(), "casework-file-none"))?;
    let file = kept(cx, &field, &upload).await?;
    let (actor, id, key) = (cx.actor.clone(), open.draft.id.clone(), key.to_owned());
    cx.write(move |tx| drafting::put_paper(tx, &actor, &id, &key, &file, &upload.name)).await?;
    Ok(())
}

pub(crate) async fn put(
    cx: Cx,
    State(room): State<Room>,
    Path((id, key)): Path<(DraftId, String)>,
    typed: Typed,
) -> Answer {
    let open = match Open::of(&cx, &room, &id).await? {
        Ok(open) => open,
        Err(case) => return Ok(cx.see_other(&path::case(&case))),
    };
    if !open.matter.item.materials.iter().any(|material| material.key == key) {
        return Err(Problem::not_found().into());
    }
    let done = if typed.get("remove").is_empty() {
        hand_in(&cx, &open, &key, &typed).await
    } else {
        let (actor, id, key) = (cx.actor.clone(), id.clone(), key.clone());
        cx.write(move |tx| drafting::drop_paper(tx, &actor, &id, &key)).await.map(drop)
    };
    match done {
        Ok(()) => Ok(cx.see_other(&path::draft_papers(&id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, &open, &key, form).await
        }
    }
}
