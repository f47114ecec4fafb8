import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { customsDistrictCodes } from '../../../shared/codes/tables.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { CodeField } from '../../components/fields/code-field.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { say } from '../../components/say.ts'
import { usePreferences } from '../../state/preferences.ts'
import { blankGuarantee, GuaranteeLines, isWhole } from './guarantee-lines.tsx'
import type { TypedGuarantee } from './guarantee-lines.tsx'
import type { ApplicationDetail } from './outward-words.ts'

const blank = {
  innerNo: '',
  contractorName: '',
  creditCode: '',
  customsCode: '',
  customsDistrict: '',
  district: '',
  contact: '',
  phone: '',
  address: '',
  contractNo: '',
  processes: '',
  sentGoods: '',
  returnedGoods: '',
  validTo: '',
  remark: '',
}
type Typed = typeof blank

function typedOf(of: ApplicationDetail): Typed {
  const { name, ...contractor } = of.contractor
  const { innerNo, contractNo, processes, sentGoods, returnedGoods, validTo, remark } = of
  return { ...contractor, contractorName: name, innerNo, contractNo, processes, sentGoods, returnedGoods, validTo, remark }
}

/** 外发加工申报表 as it is filled in: until it is filed, and again when customs has sent it back. */
export function ApplicationDialog({
  application,
  onSaved,
  onClose,
}: {
  application: ApplicationDetail | undefined
  onSaved: (applicationId: string) => void
  onClose: () => void
}) {
  useFocusBack()
  const handbooks = (useOperation('handbooks.list', {}).data?.handbooks ?? []).filter(({ state }) => state !== 'closed')
  const partners = (useOperation('partners.list', {}).data?.partners ?? []).filter(({ active }) => active)
  const last = usePreferences((state) => state.handbookNo)
  const [chosen, setChosen] = useState(application?.handbookNo)
  const handbookNo = chosen ?? (handbooks.find((book) => book.handbookNo === last) ?? handbooks[0])?.handbookNo ?? ''
  const [typed, setTyped] = useState<Typed>(() => (application ? typedOf(application) : blank))
  const [allProcesses, setAll] = useState(application?.allProcesses ?? false)
  const [guarantee, setGuarantee] = useState<readonly TypedGuarantee[]>(
    () => application?.guaranteeLines.map((line) => blankGuarantee({ ...line, itemSeq: String(line.itemSeq) })) ?? [],
  )
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }))
  const lacking =
    typed.innerNo.trim() === ''
      ? '填写企业内部编号'
      : typed.contractorName.trim() === ''
        ? '填写承揽企业'
        : typed.processes.trim() === ''
          ? '填写外发工序'
          : typed.sentGoods.trim() === '' || typed.returnedGoods.trim() === ''
            ? '填写外发和收回的货物'
            : parseDay(typed.validTo) === undefined
              ? '填写外发有效期'
              : allProcesses && !guarantee.every(isWhole)
                ? '补全担保计算'
                : undefined

  async function save() {
    if (lacking !== undefined || busy) return
    setBusy(true)
    setError(null)
    const { contractorName, creditCode, customsCode, customsDistrict, district, contact, phone, address, ...rest } = typed
    try {
      const saved = await call('outwardProcessing.save', {
        ...(application && { applicationId: application.applicationId }),
        handbookNo,
        ...rest,
        allProcesses,
        contractor: { name: contractorName, creditCode, customsCode, customsDistrict, district, contact, phone, address },
        guaranteeLines: allProcesses
          ? guarantee.map(({ itemSeq, value, dutyRate, vatRate }) => ({ itemSeq: Number(itemSeq), value, dutyRate, vatRate }))
          : [],
      })
      say(`申报表 ${saved.innerNo} 已保存`)
      onSaved(saved.applicationId)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  useSaveKey(() => void save())

  const text = (field: keyof Typed, label: string, most: number, props: { mono?: true; first?: true } = {}) => (
    <TextInput
      label={label}
      maxLength={most}
      {...(props.mono && { classNames: { input: 'mono' } })}
      {...(props.first && { 'data-autofocus': true })}
      value={typed[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <Modal
      opened
      onClose={onClose}
      size={1000}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={application ? `修改申报表 ${application.innerNo}` : '新建外发加工申报表'}
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <form
        noValidate
        onKeyDown={enterMovesOn}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Stack gap="md">
          <SimpleGrid cols={4} spacing="md" verticalSpacing="sm">
            <Select
              label="手册"
              allowDeselect={false}
              searchable
              disabled={application !== undefined}
              classNames={{ input: 'mono' }}
              data={handbooks.map((book) => book.handbookNo)}
              value={handbookNo}
              onChange={(next) => next !== null && setChosen(next)}
            />
            {text('innerNo', '企业内部编号', 64, { mono: true, first: true })}
            {text('contractNo', '委托加工合同号', 64, { mono: true })}
            <DayField label="外发有效期" value={typed.validTo} onChange={(validTo) => change({ validTo })} />
            {text('processes', '外发工序', 400)}
            {text('sentGoods', '外发货物', 400)}
            {text('returnedGoods', '收回货物', 400)}
            {text('remark', '备注', 400)}
            <Select
              label="从往来企业填入"
              placeholder={partners.length === 0 ? '还没有往来企业' : '名称'}
              disabled={partners.length === 0}
              searchable
              nothingFoundMessage="没有这家企业"
              data={partners.map(({ partnerId, name }) => ({ value: partnerId, label: name }))}
              value={null}
              onChange={(partnerId) => {
                const found = partners.find((each) => each.partnerId === partnerId)
                if (found)
                  change({
                    contractorName: found.name,
                    creditCode: found.creditCode,
                    customsCode: found.customsCode,
                    contact: found.contact,
                    phone: found.phone,
                  })
              }}
            />
            {text('contractorName', '承揽企业', 512)}
            {text('creditCode', '统一社会信用代码', 18, { mono: true })}
            {text('customsCode', '海关编码', 10, { mono: true })}
            <CodeField
              label="承揽方主管海关"
              codes={customsDistrictCodes}
              value={typed.customsDistrict}
              onChange={(customsDistrict) => change({ customsDistrict })}
            />
            {text('district', '承揽方地区代码', 5, { mono: true })}
            {text('contact', '承揽方联系人', 64)}
            {text('phone', '电话', 64)}
          </SimpleGrid>
          {text('address', '承揽企业地址', 512)}
          <Checkbox
            label="全部工序外发：须提供相当于应缴税款的担保（R-63）"
            checked={allProcesses}
            onChange={(event) => {
              setAll(event.currentTarget.checked)
              if (event.currentTarget.checked && guarantee.length === 0) setGuarantee([blankGuarantee()])
            }}
          />
          {allProcesses && <GuaranteeLines handbookNo={handbookNo} lines={guarantee} onChange={setGuarantee} />}
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" disabled={lacking !== undefined} loading={busy}>
              保存
            </Button>
            <Button variant="default" onClick={onClose}>
              取消
            </Button>
            <Text size="sm" c="dimmed">
              {lacking === undefined ? 'Ctrl+S 保存。承揽企业不得再外发，也不得向其销售（R-62）' : `还需${lacking}`}
            </Text>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
