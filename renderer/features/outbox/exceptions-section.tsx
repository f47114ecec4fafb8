import { Button, Drawer, Group, Switch, Text, Textarea } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { authorityNames } from '../../../shared/domain/authorities.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { useOpened } from '../../app/use-opened.ts'
import type { Column } from '../../components/data-table/column.ts'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { exportTable, saveStoredFile } from '../../components/export-table.ts'
import { printInstant, printSize } from '../../components/moment.ts'
import { Panel, Room } from '../../components/page.tsx'
import { say } from '../../components/say.ts'
import { Tag } from '../../components/tag.tsx'
import type { Tone } from '../../components/tag.tsx'
import classes from '../filings/message.module.css'
import { MessageView } from '../filings/message-view.tsx'

type Exception = Output<'exceptions.list'>['exceptions'][number]
const states: Record<Exception['state'], { name: string; tone: Tone }> = {
  open: { name: '待处理', tone: 'warns' },
  matched: { name: '已对上', tone: 'accent' },
  settled: { name: '已了结', tone: 'neutral' },
}

const columns: readonly Column<Exception>[] = [
  { id: 'at', title: '收到时间', width: 138, kind: 'date', text: ({ at }) => printInstant(at) },
  {
    id: 'state',
    title: '状态',
    width: 84,
    kind: 'status',
    text: ({ state }) => states[state].name,
    render: ({ state }) => <Tag tone={states[state].tone}>{states[state].name}</Tag>,
  },
  {
    id: 'authority',
    title: '部门',
    width: 64,
    kind: 'text',
    text: ({ authority }) => (authority === null ? '' : authorityNames[authority]),
  },
  { id: 'message', title: '说的是', width: 260, kind: 'text', text: ({ message }) => message },
  { id: 'reason', title: '为何没有记入', width: 320, kind: 'text', text: ({ reason }) => reason },
  { id: 'name', title: '文件名', width: 240, kind: 'text', text: ({ name }) => name },
  { id: 'from', title: '来处', width: 240, kind: 'text', text: ({ from }) => from },
  { id: 'size', title: '大小', width: 86, kind: 'text', text: ({ size }) => printSize(size) },
  { id: 'note', title: '缘由', width: 200, kind: 'text', text: ({ note }) => note },
  { id: 'settledBy', title: '了结人', width: 90, kind: 'text', text: ({ settledBy }) => settledBy },
]
const nothing: readonly Exception[] = []

/** 异常回执: what answers nothing here, or cannot be read; its bytes stay as they came. */
export function ExceptionsSection() {
  const [all, setAll] = useState(false)
  const list = useOperation('exceptions.list', { open: !all })
  const { opened, go } = useOpened('exception')
  const rows = list.data?.exceptions ?? nothing
  const source = useMemo(() => ({ kind: 'rows' as const, rows }), [rows])
  const shown = rows.find(({ exceptionId }) => exceptionId === opened)
  const withSettled = (
    <Switch size="xs" label="连同已处理" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
  )
  return (
    <>
      <ErrorNotice error={list.error} />
      {list.data && (
        <Room>
          {rows.length === 0 ? (
            <Panel>
              <Empty action={withSettled}>没有异常回执。对不上申报的、读不懂的回执会列在这里，不改动任何数据。</Empty>
            </Panel>
          ) : (
            <DataTable
              id="exceptions"
              columns={columns}
              source={source}
              rowKey={(row) => row.exceptionId}
              onOpenRow={(row) => go(row.exceptionId)}
              onExport={(table) => void exportTable('异常回执')(table)}
              toolbar={
                <>
                  <Text size="sm" c="dimmed">
                    按 Enter 打开
                  </Text>
                  {withSettled}
                </>
              }
              emptyText="没有符合条件的回执"
            />
          )}
        </Room>
      )}
      {shown && <ExceptionDrawer exception={shown} onClose={() => go(null)} />}
    </>
  )
}

function ExceptionDrawer({ exception, onClose }: { exception: Exception; onClose: () => void }) {
  useFocusBack()
  const { exceptionId, fileId, name, reason, state, note } = exception
  const content = useOperation('messages.explain', { fileId })
  const [settling, setSettling] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  async function again() {
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      const { state: now, reason: why } = await call('exceptions.retry', { exceptionId })
      say(now === 'matched' ? '已对上申报，回执已记入' : `仍没有对上：${why}`)
      if (now === 'matched') onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Drawer
      opened
      onClose={onClose}
      size={960}
      padding="md"
      title={
        <Group gap="sm">
          <Tag tone={states[state].tone}>{states[state].name}</Tag>
          <strong>{name}</strong>
        </Group>
      }
      closeButtonProps={{ 'aria-label': '关闭' }}
    >
      <div className={classes.drawer}>
        <Group gap="sm" wrap="nowrap">
          <Text size="sm" flex={1}>
            {reason}
            {note && `　缘由：${note}`}
          </Text>
          {state === 'open' && (
            <>
              <Button size="compact-md" variant="default" data-autofocus loading={busy} onClick={() => void again()}>
                再对一次
              </Button>
              <Button size="compact-md" variant="default" onClick={() => setSettling(true)}>
                写明缘由了结
              </Button>
            </>
          )}
        </Group>
        <ErrorNotice error={error ?? content.error} />
        {content.data && <MessageView message={content.data} onSave={() => saveStoredFile(fileId)} />}
      </div>
      {settling && <SettleDialog exceptionId={exceptionId} onSettled={onClose} onClose={() => setSettling(false)} />}
    </Drawer>
  )
}

function SettleDialog(props: { exceptionId: string; onSettled: () => void; onClose: () => void }) {
  const [note, setNote] = useState('')
  async function settle() {
    await call('exceptions.settle', { exceptionId: props.exceptionId, note })
    say('已了结')
    props.onSettled()
  }
  return (
    <DeedDialog title="了结异常回执" submitLabel="了结" ready={note.trim() !== ''} onSubmit={settle} onClose={props.onClose}>
      <Text size="sm">回执的字节和这里写的缘由都会留存；了结后不再提醒。</Text>
      <Textarea
        label="缘由"
        data-autofocus
        autosize
        minRows={3}
        maxLength={400}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </DeedDialog>
  )
}
