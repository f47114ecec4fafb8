import { headTable, lineTable } from '../electron/engine/bonded-lists/read-lists.ts'
import { openingListTable, totalTable } from '../electron/engine/openings/read-openings.ts'
import { writeWorkbook } from '../electron/engine/workbook/write-workbook.ts'

/** A list with one line, as a workbook row for row. */
export interface OneLineList {
  listNo: string
  day: string
  seq: number
  quantity: string
  direction?: string
  goods?: string
  mode?: string
  version?: string
  status?: string
}
export interface Total {
  goods?: string
  seq: number
  version?: string
  mode?: string
  direction?: string
  quantity: string
  value?: string
  currency?: string
}

export const listsWorkbook = (handbookNo: string, lists: readonly OneLineList[], total = '100'): Promise<Uint8Array> =>
  writeWorkbook([
    {
      name: '清单表头',
      columns: headTable.columns.map(({ heading }) => ({ title: heading })),
      rows: lists.map((list) => [
        list.listNo,
        '',
        handbookNo,
        list.direction ?? 'I',
        list.goods ?? 'I',
        list.mode ?? '0615',
        '普通清单',
        list.day,
        '',
        list.status ?? '已核扣',
      ]),
    },
    {
      name: '清单表体',
      columns: lineTable.columns.map(({ heading }) => ({ title: heading })),
      rows: lists.map((list) => [list.listNo, '1', `${list.seq}`, list.quantity, '1', total, '502', list.version ?? '']),
    },
  ])

export const openingWorkbook = (totals: readonly Total[], lists: readonly (readonly [string, string])[]): Promise<Uint8Array> =>
  writeWorkbook([
    {
      name: '期初数量',
      columns: totalTable.columns.map(({ heading }) => ({ title: heading })),
      rows: totals.map((total) => [
        total.goods ?? '料件',
        `${total.seq}`,
        total.version ?? '',
        total.mode ?? '0615',
        total.direction ?? '进口',
        total.quantity,
        total.value ?? '',
        total.currency ?? '',
      ]),
    },
    {
      name: '期初清单',
      columns: openingListTable.columns.map(({ heading }) => ({ title: heading })),
      rows: lists.map((list) => [...list]),
    },
  ])
