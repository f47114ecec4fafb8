import { SegmentedControl } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { parseDay } from '../../../shared/domain/day.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { Panel } from '../../components/page.tsx'
import { BomComparison } from './bom-comparison.tsx'
import { BomExplosion } from './bom-explosion.tsx'
import { BomList, bomKey } from './bom-list.tsx'
import { BomTree } from './bom-tree.tsx'
import classes from './bom.module.css'
import { ImportedParts, ImportPartsButton } from './mapping-import.tsx'

const views = [
  { value: 'compare', label: '对照申报' },
  { value: 'tree', label: '各级用量' },
  { value: 'items', label: '展开到料件' },
]

/** 物料清单: the ERP's BOMs, exploded to the handbook's materials and held against the declared consumption. The address holds what is shown. */
export function BomsSection({ handbookNo, closed }: { handbookNo: string; closed: boolean }) {
  const [search, setSearch] = useSearchParams()
  const { data, error } = useOperation('boms.list', {})
  const today = useOperation('house.status', {}).data?.businessDate
  const comparison = useOperation(
    'boms.compare',
    { handbookNo, asOf: today ?? '' },
    { enabled: today !== undefined && (data?.boms.length ?? 0) > 0 },
  ).data
  if (!data || today === undefined) return <ErrorNotice error={error} />
  const { boms } = data
  const asked = search.get('bom')
  const chosen = boms.find((bom) => bomKey(bom) === asked) ?? boms[0]
  const view = views.find(({ value }) => value === search.get('view'))?.value ?? 'compare'
  const set = (change: Record<string, string | null>) =>
    setSearch(
      (before) => {
        for (const [name, value] of Object.entries(change)) {
          if (value === null) before.delete(name)
          else before.set(name, value)
        }
        return before
      },
      { replace: true },
    )
  if (!chosen) {
    return (
      <ImportedParts section="boms" handbookNo={handbookNo}>
        <Panel>
          <Empty action={<ImportPartsButton section="boms" handbookNo={handbookNo} />}>
            还没有物料清单。从 ERP 导出多级清单（含工序损耗、替代料），导入后即可展开到手册料件，与申报单耗逐行对照。
          </Empty>
        </Panel>
      </ImportedParts>
    )
  }
  // An older version is looked at on its last day, one to come on its first.
  const usual = chosen.to !== null && chosen.to < today ? chosen.to : chosen.from > today ? chosen.from : today
  const on = search.get('on') ?? usual
  const asOf = parseDay(on) === undefined ? usual : on
  const toolbar = (
    <>
      <SegmentedControl size="xs" data={views} value={view} onChange={(next) => set({ view: next })} aria-label="看什么" />
      {view !== 'tree' && (
        <DayField
          size="xs"
          w={116}
          aria-label="按哪一天"
          value={on}
          onChange={(next) => set({ on: next === usual ? null : next })}
        />
      )}
    </>
  )
  const { productPartNo, bomVersion } = chosen
  return (
    <ImportedParts section="boms" handbookNo={handbookNo}>
      <div className={classes.halves}>
        <BomList
          boms={boms}
          comparison={comparison}
          chosen={chosen}
          handbookNo={handbookNo}
          onChoose={(bom) => set({ bom: bomKey(bom), on: null })}
        />
        <div className={classes.right} key={bomKey(chosen)}>
          {view === 'tree' ? (
            <BomTree productPartNo={productPartNo} bomVersion={bomVersion} toolbar={toolbar} />
          ) : view === 'items' ? (
            <BomExplosion handbookNo={handbookNo} productPartNo={productPartNo} asOf={asOf} toolbar={toolbar} />
          ) : (
            <BomComparison handbookNo={handbookNo} closed={closed} productPartNo={productPartNo} asOf={asOf} toolbar={toolbar} />
          )}
        </div>
      </div>
    </ImportedParts>
  )
}
