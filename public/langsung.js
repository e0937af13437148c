// Adds each name to the page of the audience as it is told. The list holds it already without this.
const list = document.querySelector('[data-stream]')
if (list) {
  const line = (row) =>
    list.dataset.line
      .replace('#', row.rank)
      .replace('…', [row.acronym, row.expansion.replace(/[[\]]/g, ''), row.unit].filter((part) => part.trim()).join(', '))
  let published
  new EventSource(list.dataset.stream).onmessage = (event) => {
    const show = JSON.parse(event.data)
    if (published === false && show.published) return location.reload()
    published = show.published
    const told = show.rows.filter((row) => row.revealed).map((row) => line(row.revealed))
    const here = [...list.children]
    for (const item of here) if (!told.includes(item.textContent)) item.remove()
    told.forEach((words, at) => {
      if (list.children[at]?.textContent === words) return
      const item = document.createElement('li')
      item.textContent = words
      list.insertBefore(item, list.children[at] ?? null)
    })
  }
}
