import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { customsDistrictCodes } from '../../../shared/codes/tables.ts'
import { isCreditCode } from '../../../shared/domain/credit-code.ts'
import { call } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { CodeField } from '../../components/fields/code-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import type { Partner } from './transfer-words.ts'

type Known = Partial<Omit<Partner, 'partnerId'>> & { partnerId?: string }

/** A partner of the register, or, without an id, what is known of one that is to enter it. */
export function PartnerDialog({
  partner,
  onSaved,
  onClose,
}: {
  partner: Known | undefined
  onSaved?: (partner: Partner) => void
  onClose: () => void
}) {
  useFocusBack()
  const [fields, setFields] = useState({
    name: partner?.name ?? '',
    creditCode: partner?.creditCode ?? '',
    customsCode: partner?.customsCode ?? '',
    customsDistrict: partner?.customsDistrict ?? '',
    contact: partner?.contact ?? '',
    phone: partner?.phone ?? '',
    address: partner?.address ?? '',
    handbooks: partner?.handbooks?.join(' ') ?? '',
  })
  const [active, setActive] = useState(partner?.active ?? true)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const set = (name: keyof typeof fields, value: string) => setFields((before) => ({ ...before, [name]: value }))

  const creditCode = fields.creditCode.trim().toUpperCase()
  const wrongCredit = creditCode.length === 18 && !isCreditCode(creditCode) ? '校验位不符，请核对 18 位代码' : undefined
  const handbooks = fields.handbooks
    .toUpperCase()
    .split(/[\s,，、;；]+/)
    .filter((no) => no !== '')
  const wrongBook = handbooks.find((no) => !/^[A-Z][0-9A-Z]{11}$/.test(no))
  const ready =
    fields.name.trim() !== '' && isCreditCode(creditCode) && fields.customsCode.trim().length === 10 && wrongBook === undefined

  async function save() {
    if (!ready || busy) return
    setBusy(true)
    setError(null)
    try {
      const saved = await call('partners.save', {
        ...fields,
        creditCode,
        customsCode: fields.customsCode.trim().toUpperCase(),
        handbooks,
        active,
        ...(partner?.partnerId !== undefined && { partnerId: partner.partnerId }),
      })
      onSaved?.(saved)
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  useSaveKey(() => void save())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }
  const text = (
    name: keyof typeof fields,
    label: string,
    maxLength: number,
    more: { mono?: boolean; required?: boolean } = {},
  ) => (
    <TextInput
      label={label}
      maxLength={maxLength}
      withAsterisk={more.required ?? false}
      classNames={{ input: more.mono ? 'mono' : '' }}
      value={fields[name]}
      onChange={(event) => set(name, event.currentTarget.value)}
      {...(name === 'name' && { 'data-autofocus': true })}
      {...(name === 'creditCode' && wrongCredit !== undefined && { error: wrongCredit })}
    />
  )
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={partner?.partnerId === undefined ? '登记往来企业' : '修改往来企业'}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <form onSubmit={submit} onKeyDown={enterMovesOn} noValidate>
        <Stack gap="md">
          {text('name', '企业名称', 512, { required: true })}
          <SimpleGrid cols={2} spacing="lg" verticalSpacing="md">
            {text('creditCode', '统一社会信用代码', 18, { mono: true, required: true })}
            {text('customsCode', '海关编码', 10, { mono: true, required: true })}
            <CodeField
              label="主管海关"
              codes={customsDistrictCodes}
              value={fields.customsDistrict}
              onChange={(next) => set('customsDistrict', next)}
            />
            {text('contact', '联系人', 64)}
            {text('phone', '电话', 64)}
            {text('address', '地址', 512)}
          </SimpleGrid>
          <TextInput
            label="对方手册、账册编号"
            description="货物转自或转入的手册；几本之间用空格隔开"
            classNames={{ input: 'mono' }}
            value={fields.handbooks}
            onChange={(event) => set('handbooks', event.currentTarget.value)}
            error={wrongBook !== undefined && `手册编号为 12 位，由大写字母和数字组成：${wrongBook}`}
          />
          {partner?.partnerId !== undefined && (
            <Checkbox
              label="仍有往来"
              description="停用后不再供选择，以往的单据照旧可看"
              checked={active}
              onChange={(event) => setActive(event.currentTarget.checked)}
            />
          )}
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" loading={busy} disabled={!ready}>
              保存
            </Button>
            <Button variant="default" onClick={onClose}>
              取消
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
