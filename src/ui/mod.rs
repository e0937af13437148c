//! Buttons, fields, tables, charts: know nothing of competitions.

// In short (`lang` is a `Lang`; every text is already translated; `error` takes `Option<String>` or
// a signal of one; a `Signal` prop takes a plain value too):
//   <SkipLink lang/> <Header lang name subtitle items/> <main id="content" tabindex="-1">…</main>
//   <Footer lang items links organiser other_href/>     NavItem::new(label, href).at(path)
//   <OfficeFrame lang name role items links>…</OfficeFrame> draws <main> itself
//   <JudgeBar lang back_href code name data mode keys_href conflict_href><SaveLine/></JudgeBar>
//   <Breadcrumb lang back_href label step/>  <Notice kind=Kind::Info>…</Notice>
//   <SimulatedNote lang/> <SampleTag lang/> <Tag tone=Tone::Done text/> <Empty text action=(l, href)/>
//   <ErrorSummary lang items=vec![(field_id, sentence)] saved/>   <Guide title fold>…</Guide>
//   <TextField lang id label hint value error kind autocomplete inputmode need width/>
//   <AreaField lang id label value/> <Select lang id label options=vec![(value, label)] selected/>
//   <RadioCards lang id label options=vec![Choice::new(value, label, words)] selected/>
//   <CheckCard lang id label words checked/>
//   <Button label class="primary|secondary|text|danger" sends=(name, value) ready=Signal<Ready>/>
//   <WordField lang id label max_words text=RwSignal on_leave><SaveLine lang state/></WordField>
//   <TaskList tasks/> <Steps lang steps/> <River part of/> <BambooBar part of class/>
//   <dl class="stats"><Stat number label/></dl>  <TableBox label><table class="table">…
//   framed(name, &[(head, class)], rows) is the usual table, boxed and named
//   <AspectMap lang cells current review_href/> <AspectCard lang id title weight question bands mark/>
//   <RankAxis lang count line/> <RankPlot lang count line dot low high zone/>
//   view! { … }.whole() instead of .into_any() below a page's data; children: Inner in a component
//   <Cover seed=seed_of(slug)/> <InnovationCard lang href name expansion unit seed award data/>
//   <PodiumItem lang place name unit seed href tag/> <ResultRow lang place name unit href tag/>

mod cover;
mod form;
mod gallery;
mod icon;
mod page;
mod quantity;
mod score;
mod shell;
mod whole;
mod words;

pub use cover::{Cover, InnovationCard, PodiumItem, ResultRow, seed_of};
pub use form::{
    AreaField, Button, CheckCard, Choice, Need, RadioCards, Ready, Select, TextField, adopt_input,
    adopt_textarea, textarea_html,
};
pub use gallery::Gallery;
pub use icon::Icon;
pub use page::{
    Breadcrumb, Data, Empty, ErrorSummary, Focus, Fold, Guide, Kind, Notice, SampleTag,
    SimulatedNote, Tag, Tone, sample_tag,
};
pub use quantity::{
    BambooBar, RankAxis, RankPlot, River, Stat, Step, Steps, TableBox, Task, TaskList, When, Zone,
    framed, percent,
};
pub use score::{AspectCard, AspectCell, AspectMap, Band, Mark, band_of};
pub use shell::{Footer, Header, JudgeBar, NavItem, OfficeFrame, SkipLink};
pub use whole::{Inner, Whole};
pub use words::{SaveLine, SaveState, WordField, counter};
