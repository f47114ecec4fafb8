import { pinyin } from 'pinyin-pro'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { cleanText } from '../../../shared/domain/cell.ts'
import type { Database } from '../database/connection.ts'
import { SearchStore } from './store.ts'
import type { ItemHit } from './store.ts'

type Hit = Output<'search.find'>['hits'][number]

/** Initials of names once spelled: there are few names, and they never change. */
const initials = new Map<string, string>()
function initialsOf(name: string): string {
  let spelled = initials.get(name)
  if (spelled === undefined)
    initials.set(name, (spelled = pinyin(name, { pattern: 'first', toneType: 'none', separator: '' }).toLowerCase()))
  return spelled
}

/** Finds by number, part number, HS code, name, or the initials of the name (Ctrl+K). */
export class SearchService {
  private readonly store: SearchStore

  constructor(db: Database) {
    this.store = new SearchStore(db)
  }

  find(text: string, limit: number): Output<'search.find'> {
    const wanted = cleanText(text)
    const named = /^[a-z]{2,}$/i.test(wanted)
      ? this.store.names().filter((name) => initialsOf(name).includes(wanted.toLowerCase()))
      : []
    const items = [...this.store.items(wanted, limit), ...this.store.itemsNamed(named, limit)]
    const hits: Hit[] = [
      ...this.store.handbooks(wanted, limit).map((row) => ({
        kind: 'handbook' as const,
        title: row.handbook_no,
        detail: row.operator_name,
        to: paths.handbook(row.handbook_no),
      })),
      ...this.store.lists(wanted, limit).map((row) => ({
        kind: 'bondedList' as const,
        title: row.list_no,
        detail: [row.declared_on, row.inner_no, row.handbook_no].filter(Boolean).join(' · '),
        to: paths.list(row.handbook_no, row.list_no),
      })),
      ...items.map(itemHit),
    ]
    const seen = new Set<string>()
    return { hits: hits.filter((hit) => !seen.has(hit.title + hit.to) && seen.add(hit.title + hit.to)).slice(0, limit) }
  }
}

const itemHit = (row: ItemHit): Hit => ({
  kind: row.kind === 'I' ? 'material' : 'product',
  title: `${row.seq} ${row.name}`,
  detail: `${row.part_no} · ${row.hs_code} · ${row.handbook_no}`,
  to: `${paths.handbook(row.handbook_no, row.kind === 'I' ? 'materials' : 'products')}?seq=${row.seq}`,
})
