import type { KeyboardEvent } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { Tag } from '../../components/tag.tsx'
import classes from './bom.module.css'
import { ImportPartsButton } from './mapping-import.tsx'

type Bom = Output<'boms.list'>['boms'][number]
type Comparison = Output<'boms.compare'>

export const bomKey = ({ productPartNo, bomVersion }: Pick<Bom, 'productPartNo' | 'bomVersion'>) =>
  `${productPartNo}@${bomVersion}`

/** Up and down go from one to the next, as in any list. */
function move(event: KeyboardEvent<HTMLUListElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const next = buttons[buttons.findIndex((button) => button === document.activeElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
  next.click()
}

/** Every version of every BOM, the present ones with what differs from the declared consumption today. */
export function BomList({
  boms,
  comparison,
  chosen,
  handbookNo,
  onChoose,
}: {
  boms: readonly Bom[]
  comparison: Comparison | undefined
  chosen: Bom | undefined
  handbookNo: string
  onChoose: (bom: Bom) => void
}) {
  return (
    <section className={classes.list} aria-label="物料清单">
      <div className={classes.tools}>
        <span className={classes.small}>{boms.length} 份</span>
        <ImportPartsButton section="boms" handbookNo={handbookNo} />
      </div>
      <ul className={classes.rows} onKeyDown={move}>
        {boms.map((bom) => (
          <li key={bomKey(bom)}>
            <button
              type="button"
              className={classes.row}
              aria-current={bom === chosen || undefined}
              data-past={bom.to !== null || undefined}
              onClick={() => onChoose(bom)}
            >
              <span className={classes.name}>
                <span className="mono">{bom.productPartNo}</span> 版本 {bom.bomVersion}
              </span>
              <span className={classes.state}>{bom.to === null && <StateTag bom={bom} comparison={comparison} />}</span>
              <span className={classes.small}>{bom.productPartName}</span>
              <span className={classes.small}>{bom.to === null ? `自 ${bom.from}` : `至 ${bom.to}`}</span>
            </button>
          </li>
        ))}
      </ul>
      {comparison && comparison.withoutBom.length > 0 && (
        <p className={classes.note}>
          已申报单耗而没有物料清单的成品：
          {comparison.withoutBom.map(({ productSeq, productName }) => `${productSeq} ${productName}`).join('、')}
        </p>
      )}
    </section>
  )
}

function StateTag({ bom, comparison }: { bom: Bom; comparison: Comparison | undefined }) {
  if (!comparison) return null
  if (comparison.unmappedProducts.some(({ productPartNo }) => productPartNo === bom.productPartNo)) return <Tag>未归并</Tag>
  const rows = comparison.rows.filter(({ productPartNo }) => productPartNo === bom.productPartNo)
  const differing = rows.filter(({ difference }) => difference !== 'same').length
  return differing > 0 ? <Tag tone="warns">{differing} 处不同</Tag> : <span className={classes.small}>一致</span>
}
