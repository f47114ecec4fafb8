import { Button, FileButton, Group, Text, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call, putFile } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { DayField } from '../../components/fields/day-field.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import type { HandbookSummary } from '../../components/handbook-words.ts'
import type { Life } from './life-words.ts'

interface Props {
  handbook: HandbookSummary
  life: Life
  onClose: () => void
}

const isDay = (text: string): boolean => parseDay(text) !== undefined
const useToday = (): string => useOperation('house.status', {}).data?.businessDate ?? ''

/** 延期: a change of 有效期. The rules are asked by the check of its draft. */
export function ExtendDialog({ handbook, life, onClose }: Props) {
  const navigate = useNavigate()
  const [validTo, setValidTo] = useState('')
  return (
    <DeedDialog
      title="延期"
      submitLabel="建延期草稿"
      ready={isDay(validTo)}
      onSubmit={async () => {
        const { draftId } = await call('handbookDrafts.createChange', { handbookNo: handbook.handbookNo, validTo })
        await navigate(paths.draft(draftId))
      }}
      onClose={onClose}
    >
      <Text size="sm">
        现在有效期至 {handbook.validTo}，设立于 {handbook.establishedOn}，
        {life.extensions === 0 ? '还没有延过期' : `已延期 ${life.extensions} 次`}。须在有效期内申报（R-16）。
      </Text>
      <DayField label="延期至" data-autofocus value={validTo} onChange={setValidTo} />
    </DeedDialog>
  )
}

export function LastExportDialog({ handbook, life, onClose }: Props) {
  const { handbookNo } = handbook
  const { lastExportInLedger } = life
  const marked = life.steps.find(({ step, state }) => step === 'lastExport' && state === 'done')?.on ?? null
  const [on, setOn] = useState(marked ?? lastExportInLedger ?? '')
  return (
    <DeedDialog
      title="标明最后出口"
      submitLabel="标明"
      ready={isDay(on)}
      onSubmit={async () => void (await call('handbooks.markLastExport', { handbookNo, on }))}
      onClose={onClose}
    >
      <Text size="sm">
        {lastExportInLedger === null ? '账内还没有成品出口。' : `账内最后一批成品出口在 ${lastExportInLedger}，已填好。`}
        标明后报核期限从这一天起算 30 天（R-17）。
      </Text>
      <DayField label="最后一批成品出口日期" data-autofocus value={on} onChange={setOn} />
      {marked !== null && (
        <Group>
          <Button
            size="xs"
            variant="default"
            onClick={() => void call('handbooks.markLastExport', { handbookNo, on: null }).then(onClose)}
          >
            取消 {marked} 的标记
          </Button>
        </Group>
      )}
    </DeedDialog>
  )
}

export function TerminateDialog({ handbook, onClose }: Props) {
  const { handbookNo } = handbook
  const today = useToday()
  const [typed, setOn] = useState<string>()
  const [reason, setReason] = useState('')
  const on = typed ?? today
  return (
    <DeedDialog
      title="提前终止"
      submitLabel="登记终止"
      confirm={handbookNo}
      ready={isDay(on) && reason.trim() !== ''}
      onSubmit={async () => void (await call('handbooks.terminate', { handbookNo, on, reason }))}
      onClose={onClose}
    >
      <Text size="sm">合同提前终止后，报核期限从终止日起算 30 天（R-17）。登记后不能撤回。</Text>
      <DayField label="终止日期" value={on} onChange={setOn} />
      <Textarea
        label="原因"
        data-autofocus
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}

export function ExtendClosingDialog({ handbook, onClose }: Props) {
  const { handbookNo } = handbook
  const today = useToday()
  const [typed, setOn] = useState<string>()
  const on = typed ?? today
  return (
    <DeedDialog
      title="延长核销"
      submitLabel="登记延长"
      ready={isDay(on)}
      onSubmit={async () => void (await call('handbooks.extendClosing', { handbookNo, on }))}
      onClose={onClose}
    >
      <Text size="sm">海关批准延长核销期限，延长 30 天（R-18）。</Text>
      <DayField label="批准日期" data-autofocus value={on} onChange={setOn} />
    </DeedDialog>
  )
}

export function CloseDialog({ handbook, onClose }: Props) {
  const { handbookNo } = handbook
  const today = useToday()
  const [typed, setOn] = useState<string>()
  const [noticeNo, setNoticeNo] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const on = typed ?? today
  return (
    <DeedDialog
      title="登记核销结案通知书"
      submitLabel="结案"
      confirm={handbookNo}
      ready={isDay(on) && noticeNo.trim() !== ''}
      onSubmit={async () => {
        const fileId = file && (await putFile(file))
        await call('handbooks.close', { handbookNo, on, noticeNo, ...(fileId !== null && { fileId }) })
      }}
      onClose={onClose}
    >
      <Text size="sm">结案后手册 {handbookNo} 不再变动：不能再入清单、变更、报核；资料至少保存三年（R-18、R-23）。</Text>
      <TextInput
        label="通知书编号"
        data-autofocus
        value={noticeNo}
        onChange={(event) => setNoticeNo(event.currentTarget.value)}
        classNames={{ input: 'mono' }}
      />
      <DayField label="结案日期" value={on} onChange={setOn} />
      <Group gap="sm">
        <FileButton onChange={setFile}>
          {(props) => (
            <Button {...props} size="xs" variant="default">
              附上通知书
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {file?.name ?? '可以不附'}
        </Text>
      </Group>
    </DeedDialog>
  )
}
