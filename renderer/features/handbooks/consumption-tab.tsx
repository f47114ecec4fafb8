import { Button, Group, Text } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../../shared/contract/contract.ts'
import { paths } from '../../../shared/contract/paths.ts'
import { versionKey } from '../../../shared/domain/consumption-version.ts'
import { paged } from '../../app/paged.ts'
import { useOperation } from '../../app/queries.ts'
import { useArrangementInAddress } from '../../components/data-table/arrangement-in-address.ts'
import type { Column, EditRules } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Room } from '../../components/page.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { whyFrozen } from './frozen-version.ts'
import type { Version } from './frozen-version.ts'
import { VersionProposal, useProposal } from './version-proposal.tsx'

type Row = Output<'handbooks.consumptions'>['rows'][number]

type Versions = ReadonlyMap<string, Version>
const keyOf = (row: Pick<Row, 'productSeq' | 'version'>): string => versionKey(row.productSeq, row.version)

const columnsOf = (versions: Versions): readonly Column<Row>[] => [
  { id: 'productSeq', title: '成品序号', width: 84, kind: 'quantity', groupTitle: '成品', text: (row) => String(row.productSeq) },
  { id: 'productName', title: '成品名称', width: 150, kind: 'text', groupTitle: '成品', text: (row) => row.productName },
  {
    id: 'version',
    title: '单耗版本',
    width: 104,
    kind: 'code',
    groupTitle: '成品',
    text: (row) => row.version,
    render: (row) => (
      <Group gap="sm" wrap="nowrap">
        {row.version}
        {versions.get(keyOf(row))?.frozen && <Tag tone="accent">冻结</Tag>}
      </Group>
    ),
  },
  {
    id: 'materialSeq',
    title: '料件序号',
    width: 84,
    kind: 'quantity',
    groupTitle: '料件',
    text: (row) => String(row.materialSeq),
  },
  { id: 'materialName', title: '料件名称', width: 150, kind: 'text', groupTitle: '料件', text: (row) => row.materialName },
  {
    id: 'netConsumption',
    title: '净耗',
    width: 136,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.netConsumption,
    render: (row) => <QuantityWithUnit value={row.netConsumption} unit={row.materialUnit} />,
  },
  {
    id: 'tangibleLossRate',
    title: '有形损耗率',
    unit: '%',
    width: 100,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.tangibleLossRate,
  },
  {
    id: 'intangibleLossRate',
    title: '无形损耗率',
    unit: '%',
    width: 100,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.intangibleLossRate,
  },
  {
    id: 'bondedRatio',
    title: '保税料件比例',
    unit: '%',
    width: 120,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.bondedRatio,
  },
  {
    id: 'unitConsumption',
    title: '单耗',
    width: 136,
    kind: 'quantity',
    groupTitle: '单损耗',
    text: (row) => row.unitConsumption,
    render: (row) => <QuantityWithUnit value={row.unitConsumption} unit={row.materialUnit} />,
  },
]

/** What customs holds is not typed over: a frozen version explains itself, another is changed in a draft. */
const rulesOf = (versions: Versions): EditRules<Row> => ({
  canEdit: () => false,
  whyNot: (row) => {
    const version = versions.get(keyOf(row))
    return version?.frozen ? whyFrozen(version) : '备案的单耗在变更草稿里修改，海关准予变更后生效'
  },
  commit: async () => undefined,
  check: () => undefined,
})

export function ConsumptionTab({ handbookNo }: { handbookNo: string }) {
  const kept = useArrangementInAddress()
  const source = useMemo(() => paged('handbooks.consumptions', { handbookNo }), [handbookNo])
  const rows = useOperation('consumption.versions', { handbookNo }).data?.versions
  const versions = useMemo(() => new Map(rows?.map((row) => [keyOf(row), row])), [rows])
  const columns = useMemo(() => columnsOf(versions), [versions])
  const edit = useMemo(() => rulesOf(versions), [versions])
  const [selected, setSelected] = useState<string>()
  const onSelect = useCallback((chosen: readonly Row[]) => setSelected(chosen[0] && keyOf(chosen[0])), [])
  const proposal = useProposal(handbookNo)
  const version = versions.get(selected ?? '')
  const toolbar = (
    <Group gap="sm" wrap="nowrap" miw={0}>
      <Button component={Link} size="xs" variant="default" flex="none" to={paths.consumption('versions', handbookNo)}>
        单耗版本
      </Button>
      <Button size="xs" variant="default" flex="none" disabled={!version} onClick={() => version && proposal.ask(version)}>
        提出新版本
      </Button>
      {version?.frozen && (
        <Text size="sm" c="dimmed" truncate title={whyFrozen(version)}>
          {whyFrozen(version)}
        </Text>
      )}
    </Group>
  )
  return (
    <Room>
      <DataTable
        id="handbooks.consumptions"
        columns={columns}
        source={source}
        kept={kept}
        rowKey={(row) => `${row.productSeq}/${row.version}/${row.materialSeq}`}
        frozen={3}
        edit={edit}
        onSelect={onSelect}
        toolbar={toolbar}
        onExport={(table) => void exportTable(`${handbookNo} 单耗`)(table)}
        emptyText="没有符合条件的单耗"
      />
      <VersionProposal proposal={proposal} />
    </Room>
  )
}
