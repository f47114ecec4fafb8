import { Button, FileButton, Group, Select, Text, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import type { DragEvent } from 'react'
import { evidenceKinds } from '../../../shared/contract/consumption.ts'
import { call, putFile } from '../../app/engine.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Notice } from '../../components/notice.tsx'
import classes from './version.module.css'
import type { Evidence, VersionOf } from './version-words.ts'

const kinds = Object.entries(evidenceKinds).map(([value, label]) => ({ value, label }))
const isKind = (value: string | null): value is Evidence['kind'] => value !== null && value in evidenceKinds

/** Where files are dropped; they are all of the kind and with the note that stand in the fields. */
export function EvidenceDrop({ of }: { of: VersionOf }) {
  const [kind, setKind] = useState<Evidence['kind']>('photo')
  const [note, setNote] = useState('')
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState<string | null>(null)
  const [said, setSaid] = useState<string[]>([])
  const [error, setError] = useState<unknown>(null)

  const again = useRef<() => void>(null)
  async function keep(files: readonly File[]) {
    if (busy !== null) return
    setError(null)
    setSaid([])
    for (const [i, file] of files.entries()) {
      setBusy(files.length > 1 ? `${i + 1} / ${files.length} ${file.name}` : file.name)
      try {
        const { name, keptBefore } = await call('consumption.addEvidence', { ...of, kind, note, fileId: await putFile(file) })
        if (keptBefore) {
          const where = `手册 ${keptBefore.handbookNo} 成品 ${keptBefore.productSeq} 版本 ${keptBefore.version}`
          setSaid((before) => [...before, `“${name}”与${where}的“${keptBefore.name}”内容相同，只保存一份`])
        }
      } catch (problem) {
        setError(problem)
        break
      }
    }
    setBusy(null)
    // The same file may be chosen once more.
    again.current?.()
  }
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    void keep([...event.dataTransfer.files])
  }
  return (
    <section
      className={classes.drop}
      data-over={over || undefined}
      aria-label="存入证据"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group gap="md" align="flex-end" wrap="nowrap">
        <Select
          label="类别"
          w={180}
          data={kinds}
          value={kind}
          allowDeselect={false}
          onChange={(value) => isKind(value) && setKind(value)}
        />
        <TextInput
          label="说明"
          placeholder="如：第二道冲压的排料图"
          maxLength={1000}
          style={{ flex: 1 }}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <FileButton multiple resetRef={again} onChange={(files) => void keep(files)}>
          {(props) => (
            // It stays enabled while it works, or the keyboard would lose its place.
            <Button {...props} data-autofocus aria-busy={busy !== null}>
              选择文件
            </Button>
          )}
        </FileButton>
      </Group>
      <Text size="sm" c="dimmed">
        {busy === null ? '也可以把文件拖到这里，一次多份；原件按内容散列保存，不会被改动' : `正在存入 ${busy}`}
      </Text>
      <ErrorNotice error={error} />
      {said.length > 0 && <Notice severity="info">{said.join('；')}</Notice>}
    </section>
  )
}
