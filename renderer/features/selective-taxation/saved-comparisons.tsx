import { Drawer } from '@mantine/core'
import { clockOfInstant } from '../../../shared/domain/day.ts'
import { Empty } from '../../components/empty.tsx'
import type { SavedComparison } from './selective-form.ts'
import classes from './selective-taxation.module.css'
import { printYuan } from '../../components/yuan.ts'

/** What was compared before, the newest first; one that is opened is computed anew with the rates of its days. */
export function SavedComparisons({
  opened,
  onClose,
  comparisons,
  onOpen,
}: {
  opened: boolean
  onClose: () => void
  comparisons: readonly SavedComparison[]
  onOpen: (comparison: SavedComparison) => void
}) {
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size={420} title="存下的比较">
      {comparisons.length === 0 && <Empty>还没有存下的比较。填好后起个名称，按 Ctrl+S 存下。</Empty>}
      <ul className={classes.saved}>
        {comparisons.map((comparison) => (
          <li key={comparison.comparisonId}>
            <button type="button" onClick={() => onOpen(comparison)}>
              {comparison.title}
              <span className={classes.savedAbout}>
                {comparison.goods.name}　{printYuan(comparison.goods.value)} 元　料件 {comparison.materials.length} 项
              </span>
              <span className={classes.savedAbout}>
                {clockOfInstant(comparison.savedAt)} {comparison.savedBy}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Drawer>
  )
}
