import { Button, Group, Modal, Radio, Stack, Text, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Request } from '../../../shared/contract/contract.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { enterMovesOn, useSaveKey } from '../../components/form-keys.ts'
import { filingKinds, receiptResults } from './filing-words.ts'
import type { FilingDetail } from './filing-words.ts'

type Result = Request<'filings.recordAnswer'>['result']
const results = ['approved', 'returned', 'manualReview'] as const
type ListStatus = NonNullable<Request<'filings.recordAnswer'>['listStatus']>
const listStatuses = { booked: '已核扣', reserved: '预核扣', unbooked: '未核扣' } as const satisfies Record<ListStatus, string>
const isListStatus = (value: string): value is ListStatus => Object.hasOwn(listStatuses, value)

/** 登记结果: what the clerk has seen on the page of the Single Window, where no receipt has come. */
export function AnswerDialog({ filing, onClose }: { filing: FilingDetail; onClose: () => void }) {
  useFocusBack()
  const today = useOperation('house.status', {}).data?.businessDate ?? ''
  const [result, setResult] = useState<Result>('approved')
  const [typedDay, setDay] = useState<string>()
  const [handbookNo, setHandbookNo] = useState('')
  const [seqNo, setSeqNo] = useState('')
  const [listNo, setListNo] = useState('')
  const [listStatus, setListStatus] = useState<ListStatus>('booked')
  const [applicationNo, setApplicationNo] = useState('')
  const [notes, setNotes] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [saving, setSaving] = useState(false)
  const answeredOn = typedDay ?? today
  const numbered = result === 'approved' && filing.kind === 'handbookFiling' && filing.handbookNo === ''
  const listed = result === 'approved' && filing.kind === 'bondedList'
  const applied = result === 'approved' && filing.kind === 'outwardProcessing'
  const ready = parseDay(answeredOn) !== undefined && (!numbered || /^[A-Z][0-9A-Z]{11}$/.test(handbookNo))

  async function save() {
    if (!ready || saving) return
    setSaving(true)
    setError(null)
    try {
      await call('filings.recordAnswer', {
        filingId: filing.filingId,
        result,
        answeredOn,
        seqNo,
        ...(numbered && { handbookNo }),
        ...(listed && { listNo, listStatus }),
        ...(applied && { applicationNo }),
        notes: notes.split('\n').filter((line) => line.trim() !== ''),
      })
      onClose()
    } catch (problem) {
      setError(problem)
      setSaving(false)
    }
  }
  useSaveKey(() => void save())

  return (
    <Modal opened onClose={onClose} size={560} title="登记结果" closeButtonProps={{ 'aria-label': '关闭' }}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void save()
        }}
        onKeyDown={enterMovesOn}
        noValidate
      >
        <Stack gap="md">
          <Text size="sm">有回执文件时请用“导入回执”。这里登记在单一窗口网页上看到的结果，登记后不能撤回。</Text>
          <Radio.Group label="审核结果" value={result} onChange={(value) => setResult(value)}>
            <Group mt={4}>
              {results.map((each) => (
                <Radio key={each} value={each} label={receiptResults[each].name} data-autofocus={each === result || undefined} />
              ))}
            </Group>
          </Radio.Group>
          <Group grow align="flex-start">
            <DayField label="审核日期" value={answeredOn} onChange={setDay} />
            <TextInput
              label="统一编号"
              description="18 位，网页上有时填写"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              maxLength={18}
              value={seqNo}
              onChange={(event) => setSeqNo(event.currentTarget.value.trim())}
            />
          </Group>
          {numbered && (
            <TextInput
              label="手册编号"
              description="海关给出的 12 位编号；登记后手册即在账内生效"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              classNames={{ input: 'mono' }}
              maxLength={12}
              value={handbookNo}
              onChange={(event) => setHandbookNo(event.currentTarget.value.trim().toUpperCase())}
            />
          )}
          {listed && (
            <Group grow align="flex-start">
              <TextInput
                label="清单编号"
                description="海关给出的编号；已有编号的可不填"
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                classNames={{ input: 'mono' }}
                maxLength={64}
                value={listNo}
                onChange={(event) => setListNo(event.currentTarget.value.trim().toUpperCase())}
              />
              <Radio.Group
                label="核扣标志"
                value={listStatus}
                onChange={(value) => {
                  if (isListStatus(value)) setListStatus(value)
                }}
              >
                <Group mt={4}>
                  {Object.entries(listStatuses).map(([value, label]) => (
                    <Radio key={value} value={value} label={label} />
                  ))}
                </Group>
              </Radio.Group>
            </Group>
          )}
          {applied && (
            <TextInput
              label="外发加工备案编号"
              classNames={{ input: 'mono' }}
              maxLength={64}
              value={applicationNo}
              onChange={(event) => setApplicationNo(event.currentTarget.value.trim())}
            />
          )}
          <Textarea
            label={result === 'returned' ? '退单原因' : '审核意见'}
            description="一行一条"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autosize
            minRows={2}
            maxRows={8}
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
          {result === 'approved' && filing.draftId !== null && (
            <Text size="sm">{filingKinds[filing.kind]}的内容将按签名时的样子生效。</Text>
          )}
          <ErrorNotice error={error} />
          <Group>
            <Button type="submit" disabled={!ready} loading={saving}>
              登记
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
