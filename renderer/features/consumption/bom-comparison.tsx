import { Button, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { call, EngineError } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { writeArrangement } from '../../components/data-table/arrangement-in-address.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Notice } from '../../components/notice.tsx'
import { Tag } from '../../components/tag.tsx'
import type { Tone } from '../../components/tag.tsx'
import classes from './bom.module.css'

type Row = Output<'boms.compare'>['rows'][number]

const differences: Record<Row['difference'], { name: string; tone: Tone }> = {
  same: { name: '一致', tone: 'neutral' },
  differs: { name: '不同', tone: 'warns' },
  onlyDeclared: { name: '仅申报有', tone: 'warns' },
  onlyErp: { name: '仅清单有', tone: 'warns' },
  unmapped: { name: '未归并', tone: 'blocks' },
}

const columns: readonly Column<Row>[] = [
  {
    id: 'materialSeq',
    title: '料件',
    width: 56,
    kind: 'quantity',
    text: (row) => (row.materialSeq === null ? '' : String(row.materialSeq)),
  },
  { id: 'materialName', title: '商品名称', width: 160, kind: 'text', text: (row) => row.materialName },
  { id: 'unit', title: '单位', width: 64, kind: 'text', text: (row) => shownUnit(row.unit) },
  { id: 'declared', title: '申报单耗', width: 108, kind: 'quantity', text: (row) => row.declared ?? '' },
  { id: 'erp', title: '清单单耗', width: 108, kind: 'quantity', text: (row) => row.erp ?? '' },
  {
    id: 'deviation',
    title: '偏差',
    unit: '%',
    width: 72,
    kind: 'quantity',
    text: (row) => row.deviation ?? '',
    // Red is for what blocks: to need less than declared is nothing of the kind.
    render: (row) => row.deviation !== null && <span style={{ color: 'var(--mantine-color-text)' }}>{row.deviation}</span>,
  },
  {
    id: 'difference',
    title: '对照',
    width: 84,
    kind: 'status',
    text: (row) => differences[row.difference].name,
    render: (row) =>
      row.difference === 'same' ? (
        differences.same.name
      ) : (
        <Tag tone={differences[row.difference].tone}>{differences[row.difference].name}</Tag>
      ),
  },
  { id: 'declaredRatio', title: '申报保税', unit: '%', width: 88, kind: 'quantity', text: (row) => row.declaredRatio ?? '' },
  { id: 'erpRatio', title: '清单保税', unit: '%', width: 88, kind: 'quantity', text: (row) => row.erpRatio ?? '' },
  { id: 'problem', title: '说明', width: 180, kind: 'text', text: (row) => row.problem ?? '' },
]

/** A missing mapping is mended in the section beside this one. */
const isUnmapped = (problem: unknown): boolean =>
  problem instanceof EngineError && ['bom.unmapped', 'bom.unmappedProduct'].includes(problem.failure.code)

/** The ERP's BOM against the declared consumption, line by line; a new version is proposed in a draft, never written. */
export function BomComparison({
  handbookNo,
  closed,
  productPartNo,
  asOf,
  toolbar,
}: {
  handbookNo: string
  closed: boolean
  productPartNo: string
  asOf: string
  toolbar: ReactNode
}) {
  const navigate = useNavigate()
  const { data, error } = useOperation('boms.compare', { handbookNo, asOf })
  const [show, setShow] = useState('all')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<unknown>(null)
  const rows = useMemo(() => (data?.rows ?? []).filter((row) => row.productPartNo === productPartNo), [data, productPartNo])
  const differing = useMemo(() => rows.filter(({ difference }) => difference !== 'same'), [rows])
  const source = useMemo(() => ({ kind: 'rows' as const, rows: show === 'all' ? rows : differing }), [rows, differing, show])
  const [first] = rows
  const unmapped = data?.unmappedProducts.some((product) => product.productPartNo === productPartNo)

  async function propose() {
    setBusy(true)
    setRefused(null)
    try {
      const { draftId, version } = await call('boms.proposeVersion', { handbookNo, productPartNo, asOf })
      const filter = { productSeq: `=${first?.productSeq ?? ''}`, version: `=${version}` }
      const proposed = writeArrangement(new URLSearchParams(), { filter, find: '' })
      await navigate(`${paths.draft(draftId, 'consumptions')}?${proposed.toString()}`)
    } catch (problem) {
      setRefused(problem)
      setBusy(false)
    }
  }

  return (
    <>
      <ErrorNotice
        error={error ?? refused}
        {...(isUnmapped(refused) && {
          action: { label: '去登记归并关系', onClick: () => void navigate(paths.consumption('mappings', handbookNo)) },
        })}
      />
      {unmapped && <Notice severity="warns">成品料号 {productPartNo} 当日没有归并到手册的成品，不能对照。</Notice>}
      {first && (
        <div className={classes.about}>
          <span>
            成品 {first.productSeq} {first.productName}：
            {first.version === null ? '没有申报单耗' : `申报版本 ${first.version}${first.frozen ? '（已使用，不能更改）' : ''}`}
            ，物料清单版本 {first.bomVersion}。
            {differing.length === 0 ? '逐行一致。' : '新版本只写入变更草稿，在用的单耗不变（R-40、R-41）。'}
          </span>
          <Button size="compact-sm" loading={busy} disabled={differing.length === 0 || closed} onClick={() => void propose()}>
            提出新版本
          </Button>
        </div>
      )}
      <DataTable
        id="boms.compare"
        columns={columns}
        source={source}
        rowKey={(row) => `${row.materialSeq ?? ''} ${row.materialName}`}
        onExport={(table) => void exportTable(`${productPartNo} 物料清单对照申报单耗 ${asOf}`)(table)}
        toolbar={
          <>
            {toolbar}
            <SegmentedControl
              size="xs"
              data={[
                { value: 'all', label: `全部 ${rows.length}` },
                { value: 'differing', label: `有差异 ${differing.length}` },
              ]}
              value={show}
              onChange={setShow}
              aria-label="看哪些行"
            />
          </>
        }
        emptyText={show === 'all' ? '这一天没有可对照的物料清单或申报单耗' : '逐行一致'}
      />
    </>
  )
}
