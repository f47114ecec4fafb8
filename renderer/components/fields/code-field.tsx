import { Combobox, ScrollArea, TextInput, useCombobox } from '@mantine/core'
import type { TextInputProps } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import type { ReactElement } from 'react'
import type { Code } from '../../../shared/codes/tables.ts'
import { codeLabel } from './format.ts'
import { useCodeSearch } from './use-code-search.ts'

interface CodeFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue' | 'type'> {
  /** A table of shared/codes/tables.ts, or any other list that keeps its identity. */
  codes: readonly Code[]
  /** The code alone, empty for none. */
  value: string
  onChange: (code: string) => void
}

/** Picks a code by code, Chinese name or pinyin initials; shows `035 千克`. */
export function CodeField({ codes, value, onChange, onBlur, error, ...rest }: CodeFieldProps): ReactElement {
  const [typed, setTyped] = useState<string>()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const { selectFirstOption } = combobox
  const name = useMemo(() => codes.find(({ code }) => code === value)?.name, [codes, value])
  const [opened, setOpened] = useState(false)
  const search = useCodeSearch(codes, opened)
  const found = useMemo(() => search?.find(typed ?? '') ?? [], [search, typed])
  const label = value === '' ? '' : codeLabel(value, name)
  useEffect(() => {
    // Enter takes the best match, which stands first.
    if (typed !== undefined && found.length > 0) selectFirstOption()
  }, [typed, found, selectFirstOption])
  const open = (): void => {
    setOpened(true)
    combobox.openDropdown()
  }
  const choose = (code: string): void => {
    onChange(code)
    setTyped(undefined)
    combobox.closeDropdown()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose} position="bottom-start">
      <Combobox.Target>
        <TextInput
          placeholder="代码、名称或拼音首字母"
          {...rest}
          autoComplete="off"
          error={error ?? (value !== '' && name === undefined ? `代码表中没有 ${value}` : undefined)}
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          value={typed ?? label}
          onFocus={(event) => event.currentTarget.select()}
          onClick={open}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            open()
          }}
          onBlur={(event) => {
            // Emptied means none; a code or name in full needs no choosing; any other text gives way to the code that stands.
            const whole = typed?.trim()
            const meant = codes.find((each) => each.code === whole || each.name === whole)
            if (typed === '') onChange('')
            else if (meant) onChange(meant.code)
            setTyped(undefined)
            combobox.closeDropdown()
            onBlur?.(event)
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options>
          <ScrollArea.Autosize mah={260} type="scroll">
            {found.length === 0 ? (
              <Combobox.Empty>没有找到</Combobox.Empty>
            ) : (
              found.map(({ code, name: words }) => (
                <Combobox.Option key={code} value={code} active={code === value}>
                  {codeLabel(code, words)}
                </Combobox.Option>
              ))
            )}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
