import { Anchor, Button, Group, Text } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { useOpened } from '../../app/use-opened.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable } from '../../components/export-table.ts'
import { Notice } from '../../components/notice.tsx'
import { Room } from '../../components/page.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { EvidenceDrawer } from './evidence-drawer.tsx'
import { VersionLines } from './version-lines.tsx'
import { VersionProposal, useProposal } from '../handbooks/version-proposal.tsx'
import { productLabel } from '../handbooks/frozen-version.ts'
import type { Version } from '../handbooks/frozen-version.ts'

interface Ways {
  list: (listNo: string) => void
  evidence: (row: Version) => void
  challenges: () => void
}

const columnsOf = (go: Ways): readonly Column<Version>[] => [
  { id: 'productSeq', title: '成品', width: 76, kind: 'quantity', text: (row) => String(row.productSeq) },
  { id: 'productName', title: '成品名称', width: 132, kind: 'text', text: (row) => row.productName },
  { id: 'version', title: '版本', width: 56, kind: 'code', text: (row) => row.version },
  {
    id: 'frozen',
    title: '能否变更',
    width: 84,
    kind: 'status',
    text: (row) => (row.frozen ? '冻结' : '可变更'),
    render: (row) => (row.frozen ? <Tag tone="accent">冻结</Tag> : <Tag>可变更</Tag>),
  },
  {
    id: 'reason',
    title: '原因',
    width: 108,
    kind: 'text',
    groupTitle: '冻结于',
    text: (row) => row.frozenBy?.reason ?? '',
  },
  { id: 'on', title: '日期', width: 94, kind: 'date', groupTitle: '冻结于', text: (row) => row.frozenBy?.on ?? '' },
  {
    id: 'listNo',
    title: '清单',
    width: 170,
    kind: 'code',
    groupTitle: '冻结于',
    text: (row) => row.frozenBy?.listNo ?? '',
    onOpen: ({ frozenBy }) => frozenBy?.listNo && go.list(frozenBy.listNo),
  },
  {
    id: 'netExport',
    title: '净出口',
    width: 104,
    kind: 'quantity',
    text: (row) => row.netExport,
    render: (row) => <QuantityWithUnit value={row.netExport} unit={row.productUnit} />,
  },
  { id: 'materials', title: '料件', unit: '项', width: 68, kind: 'quantity', text: (row) => String(row.materials) },
  {
    id: 'standards',
    title: '单耗标准',
    width: 92,
    kind: 'status',
    text: (row) => (row.standards.length > 0 ? `${row.standards.length} 项超限` : ''),
    render: (row) => row.standards.length > 0 && <Tag tone="warns">{row.standards.length} 项超限</Tag>,
  },
  {
    id: 'openChallenges',
    title: '质疑',
    width: 80,
    kind: 'text',
    text: (row) => (row.openChallenges > 0 ? `${row.openChallenges} 待答复` : ''),
    onOpen: (row) => row.openChallenges > 0 && go.challenges(),
  },
  {
    id: 'evidence',
    title: '证据',
    width: 64,
    kind: 'text',
    text: (row) => (row.evidence > 0 ? `${row.evidence} 份` : ''),
    onOpen: go.evidence,
  },
]

const keyOf = (row: Version): string => `${row.productSeq}.${row.version}`

/** The versions of every product: what is frozen and by what, how much has left by it, and what proves it. */
export function VersionsSection({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const navigate = useNavigate()
  const versions = useOperation('consumption.versions', { handbookNo })
  const undeclared = useOperation('consumption.undeclared', { handbookNo }).data?.rows ?? []
  const { opened, go } = useOpened('evidence')
  const proposal = useProposal(handbookNo)
  const { ask } = proposal
  const columns = useMemo(
    () =>
      columnsOf({
        list: (listNo) => void navigate(paths.list(handbookNo, listNo)),
        evidence: (row) => go(keyOf(row)),
        challenges: () => void navigate(paths.consumption('challenges', handbookNo)),
      }),
    [handbookNo, navigate, go],
  )
  const rows = versions.data?.versions
  const source = useMemo(() => ({ kind: 'rows' as const, rows: rows ?? [] }), [rows])
  const detail = useCallback((row: Version) => <VersionLines handbookNo={handbookNo} version={row} />, [handbookNo])
  const [key, setKey] = useState<string>()
  const onSelect = useCallback((chosen: readonly Version[]) => setKey(chosen[0] && keyOf(chosen[0])), [])
  const selected = rows?.find((row) => keyOf(row) === key)
  const shown = rows?.find((row) => keyOf(row) === opened)
  const frozen = rows?.filter((row) => row.frozen).length ?? 0
  return (
    <Room>
      <ErrorNotice error={versions.error} />
      {!closed && undeclared.length > 0 && (
        <Notice severity="blocks">
          以下成品在出口、深加工结转或内销前须先申报单耗，引用它们的清单不能记账（R-33）：
          {undeclared
            .slice(0, 8)
            .map((row) => productLabel(row) + (row.listNo ? `（版本 ${row.version}，清单 ${row.listNo}）` : ''))
            .join('；')}
          {undeclared.length > 8 && ` 等 ${undeclared.length} 项`}。
          <Anchor component={Link} to={paths.handbook(handbookNo)}>
            到手册新建变更
          </Anchor>
        </Notice>
      )}
      {rows && (
        <DataTable
          id="consumption.versions"
          columns={columns}
          source={source}
          rowKey={keyOf}
          frozen={3}
          detail={detail}
          onSelect={onSelect}
          onOpenRow={(row) => go(keyOf(row))}
          onExport={(table) => void exportTable(`${handbookNo} 单耗版本`)(table)}
          toolbar={
            <Group gap="sm" wrap="nowrap">
              <Button size="xs" variant="default" disabled={!selected} onClick={() => selected && go(keyOf(selected))}>
                证据档案
              </Button>
              <Button size="xs" variant="default" disabled={!selected || closed} onClick={() => selected && ask(selected)}>
                提出新版本
              </Button>
              <Text size="sm" c="dimmed">
                {frozen === 0
                  ? `${rows.length} 个版本，尚未出口、结转或内销，都可以变更`
                  : `${rows.length} 个版本，其中 ${frozen} 个已冻结，不能变更或撤销（R-34）；变化写进新版本（R-35）`}
              </Text>
            </Group>
          }
          emptyText="还没有申报单耗"
        />
      )}
      {shown && (
        <EvidenceDrawer
          handbookNo={handbookNo}
          version={shown}
          onClose={() => go(null)}
          {...(!closed && { onPropose: () => ask(shown) })}
        />
      )}
      <VersionProposal proposal={proposal} />
    </Room>
  )
}
