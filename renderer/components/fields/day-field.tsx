import { TextInput } from '@mantine/core'
import type { TextInputProps } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { readDay } from '../../../shared/domain/cell.ts'
import { parseDay } from '../../../shared/domain/day.ts'

interface DayFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue' | 'type'> {
  /** `YYYY-MM-DD`, empty for none; text that is no day comes back as it was typed and is shown as wrong. */
  value: string
  onChange: (value: string) => void
}

/** Takes 20250305, 2025/3/5, 2025年3月5日; shows 2025-03-05 once the field is left. */
export function DayField({ value, onChange, error, onFocus, onBlur, ...rest }: DayFieldProps): ReactElement {
  const [typed, setTyped] = useState<string>()
  const unreadable = typed === undefined && value !== '' && parseDay(value) === undefined
  return (
    <TextInput
      placeholder="2025-03-05"
      {...rest}
      inputMode="numeric"
      autoComplete="off"
      styles={{ input: { fontVariantNumeric: 'tabular-nums' } }}
      error={error ?? (unreadable ? '请填写日期，如 2025-03-05 或 20250305' : undefined)}
      value={typed ?? value}
      onFocus={(event) => {
        setTyped(value)
        onFocus?.(event)
      }}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        onChange(readDay({ text, kind: 'text' }) ?? text.trim())
      }}
      onBlur={(event) => {
        setTyped(undefined)
        onBlur?.(event)
      }}
    />
  )
}
