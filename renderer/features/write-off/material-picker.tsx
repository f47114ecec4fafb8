import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useId, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { formatQuantity } from '../../components/fields/format.ts'
import type { MaterialBalance } from './balance-tab.tsx'
import classes from './flow.module.css'

/** The materials of a handbook with what is left of each. ↑ and ↓ go through them, also out of the field that finds them. */
export function MaterialPicker({
  materials,
  value,
  onChange,
}: {
  materials: readonly MaterialBalance[]
  value: number
  onChange: (seq: number) => void
}) {
  const [find, setFind] = useState('')
  const id = useId()
  const shown = materials.filter(({ seq, name, partNo }) =>
    `${seq} ${name} ${partNo}`.toUpperCase().includes(find.trim().toUpperCase()),
  )
  useEffect(() => {
    // Nothing is given back: a newer browser answers scrolling with a promise, which would be taken for a clean-up.
    document.getElementById(`${id}-${value}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, value])

  function onKeyDown(event: KeyboardEvent) {
    const at = shown.findIndex(({ seq }) => seq === value)
    const inText = event.target instanceof HTMLInputElement
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      ...(!inText && { Home: 0, End: shown.length - 1 }),
    }[event.key]
    if (to === undefined || event.nativeEvent.isComposing) return
    event.preventDefault()
    const next = shown[Math.max(0, Math.min(shown.length - 1, to))]
    if (next) onChange(next.seq)
  }
  return (
    <div className={classes.picker} onKeyDown={onKeyDown}>
      <TextInput
        size="xs"
        aria-label="找料件"
        placeholder="序号、名称、料号"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={find}
        onChange={(event) => setFind(event.currentTarget.value)}
      />
      <ul className={classes.materials} role="listbox" aria-label="料件" tabIndex={0} aria-activedescendant={`${id}-${value}`}>
        {shown.map((material) => (
          <li
            key={material.seq}
            id={`${id}-${material.seq}`}
            role="option"
            aria-selected={material.seq === value}
            className={classes.material}
            onClick={() => onChange(material.seq)}
          >
            <span className={classes.materialSeq}>{material.seq}</span>
            <span className={classes.materialName} title={material.name}>
              {material.name}
            </span>
            <span className={classes.materialBalance} data-negative={material.balance.startsWith('-') || undefined} title="结余">
              {formatQuantity(material.balance)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
