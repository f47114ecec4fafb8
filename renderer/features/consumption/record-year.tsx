import { Anchor, Group, Select, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { shownUnit } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Notice } from '../../components/notice.tsx'
import { Tag } from '../../components/tag.tsx'
import { methodNames } from './deviation-words.tsx'

type Row = Output<'selfVerification.annual'>['rows'][number]

const columns: readonly Column<Row>[] = [
  { id: 'productSeq', title: '成品', width: 72, kind: 'quantity', text: (row) => String(row.productSeq) },
  { id: 'productName', title: '成品名称', width: 160, kind: 'text', text: (row) => row.productName },
  { id: 'version', title: '版本', width: 64, kind: 'code', text: (row) => row.version },
  { id: 'materialSeq', title: '料件', width: 72, kind: 'quantity', text: (row) => String(row.materialSeq) },
  { id: 'materialName', title: '料件名称', width: 160, kind: 'text', text: (row) => row.materialName },
  { id: 'unit', title: '单位', width: 64, kind: 'text', text: (row) => shownUnit(row.unit) },
  { id: 'finished', title: '完工数量', width: 110, kind: 'quantity', text: (row) => row.finished },
  { id: 'declared', title: '申报耗用', width: 130, kind: 'quantity', text: (row) => row.declared },
  { id: 'actual', title: '实际耗用', width: 130, kind: 'quantity', text: (row) => row.actual },
]
const none: readonly Row[] = []

/** 年度申报: the records of a year added up, and the days that none of them covers. */
export function RecordYear({ handbookNo, years, view }: { handbookNo: string; years: readonly string[]; view: ReactNode }) {
  const [chosen, setYear] = useState<string>()
  const year = chosen ?? years.at(-1) ?? '2025'
  const annual = useOperation('selfVerification.annual', { handbookNo, year: Number(year) })
  const source = useMemo(() => ({ kind: 'rows' as const, rows: annual.data?.rows ?? none }), [annual.data])
  return (
    <>
      <Group gap="sm" align="center">
        {view}
        <Select
          aria-label="年度"
          size="xs"
          w={92}
          allowDeselect={false}
          data={[...years]}
          value={year}
          onChange={(next) => next && setYear(next)}
        />
        {annual.data?.periods.map(({ from, to, filingId, signed, method }) => (
          <Group key={filingId} gap={6}>
            <Anchor component={Link} to={paths.filing(filingId)} size="sm">
              {from} 至 {to}
            </Anchor>
            <Tag tone={signed ? 'accent' : 'neutral'}>
              {methodNames[method]} · {signed ? '已签名' : '未签名'}
              {to.startsWith(year) ? '' : ` · 计入 ${to.slice(0, 4)} 年`}
            </Tag>
          </Group>
        ))}
        {annual.data?.periods.length === 0 && (
          <Text size="sm" c="dimmed">
            {year} 年还没有自核记录
          </Text>
        )}
      </Group>
      <ErrorNotice error={annual.error} />
      {annual.data && annual.data.gaps.length > 0 && (
        <Notice severity="warns">
          这些日子还没有自核记录：{annual.data.gaps.map(({ from, to }) => `${from} 至 ${to}`).join('、')}（R-22）
        </Notice>
      )}
      <DataTable
        id="selfVerification.annual"
        columns={columns}
        source={source}
        rowKey={(row) => `${row.productSeq} ${row.version} ${row.materialSeq}`}
        onExport={(table) => void exportTable(`${handbookNo} ${year} 年度申报`)(table)}
        emptyText="这一年还没有自核记录"
      />
    </>
  )
}
