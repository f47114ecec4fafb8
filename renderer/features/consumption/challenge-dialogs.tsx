import { Button, FileButton, Group, Select, Text, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { parseDay } from '../../../shared/domain/day.ts'
import { call, putFile } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { DayField } from '../../components/fields/day-field.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { productLabel } from '../handbooks/frozen-version.ts'
import type { Challenge } from './version-words.ts'

const isDay = (text: string): boolean => parseDay(text) !== undefined
const useToday = (): string => useOperation('house.status', {}).data?.businessDate ?? ''

/** The paper itself, if the clerk has it as a file. */
function PaperField({ file, onFile }: { file: File | null; onFile: (file: File | null) => void }) {
  return (
    <Group gap="sm">
      <FileButton onChange={onFile}>
        {(props) => (
          <Button {...props} size="xs" variant="default">
            附上原件
          </Button>
        )}
      </FileButton>
      <Text size="sm" c="dimmed">
        {file ? file.name : '扫描件或照片，可不附'}
      </Text>
    </Group>
  )
}
const kept = async (file: File | null) => (file ? { fileId: await putFile(file) } : {})

export function RecordChallenge({ handbookNo, onClose }: { handbookNo: string; onClose: () => void }) {
  const today = useToday()
  const versions = useOperation('consumption.versions', { handbookNo }).data?.versions
  const [chosen, setChosen] = useState<string | null>(null)
  const [noticeNo, setNoticeNo] = useState('')
  const [typed, setOn] = useState<string>()
  const [file, setFile] = useState<File | null>(null)
  const receivedOn = typed ?? today
  // What is typed into a list that is not there yet would find nothing.
  if (!versions) return null
  const of = versions[Number(chosen ?? -1)]
  return (
    <DeedDialog
      title="登记《单耗质疑通知书》"
      submitLabel="登记"
      ready={of !== undefined && noticeNo.trim() !== '' && isDay(receivedOn)}
      onSubmit={async () => {
        if (!of) return
        const { productSeq, version } = of
        await call('consumption.recordChallenge', {
          handbookNo,
          productSeq,
          version,
          noticeNo,
          receivedOn,
          ...(await kept(file)),
        })
      }}
      onClose={onClose}
    >
      <TextInput
        label="通知书编号"
        data-autofocus
        classNames={{ input: 'mono' }}
        maxLength={64}
        value={noticeNo}
        onChange={(event) => setNoticeNo(event.currentTarget.value)}
      />
      <Select
        label="被质疑的单耗"
        placeholder="成品和版本"
        searchable
        selectFirstOptionOnChange
        data={versions.map((row, i) => ({ value: String(i), label: `${productLabel(row)} · 版本 ${row.version}` }))}
        value={chosen}
        onChange={setChosen}
        nothingFoundMessage="没有这个成品"
      />
      <DayField label="收到日期" description="从次日起 10 个工作日内书面答复（R-37）" value={receivedOn} onChange={setOn} />
      <PaperField file={file} onFile={setFile} />
    </DeedDialog>
  )
}

const results: { value: 'answered' | 'settled' | 'fixed'; label: string }[] = [
  { value: 'answered', label: '已书面答复' },
  { value: 'settled', label: '磋商一致' },
  { value: 'fixed', label: '海关核定' },
]

export function AnswerChallenge({ challenge, onClose }: { challenge: Challenge; onClose: () => void }) {
  const today = useToday()
  const { challengeId, noticeNo, version } = challenge
  const [state, setState] = useState<(typeof results)[number]['value']>(challenge.state === 'open' ? 'answered' : 'settled')
  const [typed, setOn] = useState<string>()
  const [answer, setAnswer] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const on = typed ?? today
  return (
    <DeedDialog
      title={`通知书 ${noticeNo}：${challenge.state === 'open' ? '答复' : '结果'}`}
      submitLabel="登记"
      ready={answer.trim() !== '' && isDay(on)}
      onSubmit={async () =>
        void (await call('consumption.answerChallenge', { challengeId, state, on, answer, ...(await kept(file)) }))
      }
      onClose={onClose}
    >
      <Text size="sm">
        {productLabel(challenge)} · 版本 {version}，{challenge.receivedOn} 收到，{challenge.answerBy} 前答复
      </Text>
      <Select
        label="登记什么"
        data={results}
        value={state}
        allowDeselect={false}
        onChange={(value) => setState(results.find((result) => result.value === value)?.value ?? state)}
      />
      {state === 'fixed' && <Text size="sm">登记后版本 {version} 冻结：海关核定的单耗不能再变更或撤销（R-34）。</Text>}
      <DayField label="日期" value={on} onChange={setOn} />
      <Textarea
        label={state === 'answered' ? '答复要点' : '结果'}
        data-autofocus
        autosize
        minRows={3}
        maxRows={10}
        maxLength={4000}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <PaperField file={file} onFile={setFile} />
    </DeedDialog>
  )
}
