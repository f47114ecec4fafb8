import { PasswordInput } from '@mantine/core'
import type { PasswordInputProps } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'

interface PassphraseFieldProps extends Omit<PasswordInputProps, 'value' | 'onChange' | 'defaultValue'> {
  value: string
  onChange: (value: string) => void
}

/** Never normalised and never remembered by the browser: a passphrase is what was typed, to the last blank. */
export function PassphraseField({ value, onChange, description, onKeyUp, ...rest }: PassphraseFieldProps): ReactElement {
  const [capsLock, setCapsLock] = useState(false)
  return (
    <PasswordInput
      {...rest}
      autoComplete="new-password"
      spellCheck={false}
      description={capsLock ? '大写锁定已打开' : description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyUp={(event) => {
        setCapsLock(event.getModifierState('CapsLock'))
        onKeyUp?.(event)
      }}
      visibilityToggleButtonProps={{ 'aria-label': '显示口令' }}
    />
  )
}
