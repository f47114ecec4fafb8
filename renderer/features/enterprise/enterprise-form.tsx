import { Button, Group, SimpleGrid, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useState } from 'react'
import type * as z from 'zod'
import { customsDistrictCodes } from '../../../shared/codes/tables.ts'
import { enterpriseInput } from '../../../shared/contract/enterprise.ts'
import { call } from '../../app/engine.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { CodeField } from '../../components/fields/code-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { useDrafts } from '../../state/drafts.ts'

type Fields = z.output<typeof enterpriseInput>
const nothing: Fields = { name: '', creditCode: '', customsCode: '', customsDistrict: '', contact: '', phone: '', address: '' }
const draftName = 'enterprise'
const required: Readonly<Record<string, string>> = { name: '企业名称', creditCode: '统一社会信用代码', customsCode: '海关编码' }

/** The sentences of the contract, so that the window and the engine never differ. */
function validate(fields: Fields): Record<string, string> {
  const result = enterpriseInput.safeParse(fields)
  const empty = Object.entries(required).flatMap(([name, label]) =>
    Object.entries(fields).some(([field, text]) => field === name && text?.trim() === '') ? [[name, `请填写${label}`]] : [],
  )
  return result.success
    ? {}
    : Object.fromEntries([...result.error.issues.map((issue) => [issue.path.join('.'), issue.message]).toReversed(), ...empty])
}

export function EnterpriseForm({ saved, submitLabel, onSaved }: { saved?: Fields; submitLabel: string; onSaved: () => void }) {
  const { drafts, keep, drop } = useDrafts()
  const [draft] = useState(() => drafts[draftName])
  const [error, setError] = useState<unknown>(null)
  const start = { ...nothing, ...saved }
  const form = useForm<Fields>({
    initialValues: { ...start, ...draft },
    validate,
    validateInputOnBlur: true,
    onValuesChange: (values) => keep(draftName, values),
    transformValues: (values) => ({
      ...values,
      creditCode: values.creditCode.trim().toUpperCase(),
      customsCode: values.customsCode.trim().toUpperCase(),
    }),
  })
  const [restored, setRestored] = useState(
    draft !== undefined && JSON.stringify({ ...start, ...draft }) !== JSON.stringify(start),
  )

  const submit = form.onSubmit(async (values) => {
    try {
      await call('enterprise.save', values)
      drop(draftName)
      setRestored(false)
      onSaved()
    } catch (problem) {
      setError(problem)
    }
  })
  useSaveKey(submit)
  useEffect(() => {
    // It stands anew after each save, when somebody may be typing in what lies over it.
    if (draft === undefined && !document.activeElement?.closest('[role=dialog]'))
      document.querySelector<HTMLInputElement>('input[name=name]')?.focus()
  }, [draft])

  function giveUpDraft() {
    form.setValues(start)
    drop(draftName)
    setRestored(false)
  }

  return (
    <form onSubmit={submit} onKeyDown={enterMovesOn} noValidate>
      {restored && (
        <Group gap="sm" mb="md">
          <Text size="sm" c="dimmed">
            已恢复上次未保存的填写
          </Text>
          <Button size="compact-xs" variant="default" onClick={giveUpDraft}>
            放弃
          </Button>
        </Group>
      )}
      <TextInput label="企业名称" name="name" withAsterisk mb="md" {...form.getInputProps('name')} />
      <SimpleGrid cols={2} spacing="lg" verticalSpacing="md">
        <TextInput
          label="统一社会信用代码"
          description="18 位，末位为校验码"
          withAsterisk
          maxLength={18}
          classNames={{ input: 'mono' }}
          {...form.getInputProps('creditCode')}
        />
        <TextInput
          label="海关编码"
          description="10 位，收发货人注册编码"
          withAsterisk
          maxLength={10}
          classNames={{ input: 'mono' }}
          {...form.getInputProps('customsCode')}
        />
        <CodeField
          label="主管海关"
          codes={customsDistrictCodes}
          value={form.values.customsDistrict}
          onChange={(code) => form.setFieldValue('customsDistrict', code)}
        />
        <TextInput label="联系人" {...form.getInputProps('contact')} />
        <TextInput label="电话" {...form.getInputProps('phone')} />
        <TextInput label="地址" {...form.getInputProps('address')} />
      </SimpleGrid>
      <ErrorNotice error={error} />
      <Group mt="lg">
        <Button type="submit">{submitLabel}</Button>
        <Text size="sm" c="dimmed">
          Ctrl+S 保存，Enter 下一项
        </Text>
      </Group>
    </form>
  )
}
