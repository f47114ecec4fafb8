import { TextInput } from '@mantine/core'
import type { TextInputProps } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { flushSync } from 'react-dom'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { formatQuantity } from './format.ts'

interface QuantityFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue' | 'type'> {
  /** A decimal string, empty for none; text that is no number comes back as it was typed and is shown as wrong. */
  value: string
  onChange: (value: string) => void
  unit?: string
}

/** Takes full-width digits and separators of thousands; shows the figure as tables do once the field is left. */
export function QuantityField({ value, onChange, unit, error, onFocus, onBlur, ...rest }: QuantityFieldProps): ReactElement {
  /** Only while the field has the focus: what is typed is not rewritten under the fingers. */
  const [typed, setTyped] = useState<string>()
  const unreadable = typed === undefined && value !== '' && readDecimal(value) === undefined
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      styles={{ input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } }}
      {...(unit !== undefined && {
        rightSection: unit,
        rightSectionWidth: 16 + 14 * unit.length,
        rightSectionPointerEvents: 'none',
      })}
      error={error ?? (unreadable ? '请填写数字，如 1,234.5' : undefined)}
      value={typed ?? formatQuantity(value)}
      onFocus={(event) => {
        const input = event.currentTarget
        // Without its separators the text is another one: it must stand there before it is selected for typing over.
        flushSync(() => setTyped(value))
        input.select()
        onFocus?.(event)
      }}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        onChange(readDecimal(text) ?? text.trim())
      }}
      onBlur={(event) => {
        setTyped(undefined)
        onBlur?.(event)
      }}
    />
  )
}
