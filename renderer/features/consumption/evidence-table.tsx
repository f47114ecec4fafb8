import { Anchor, Button, Group, Table, TextInput, Tooltip } from '@mantine/core'
import { useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { evidenceKinds } from '../../../shared/contract/consumption.ts'
import { call } from '../../app/engine.ts'
import { saveStoredFile, showError } from '../../components/export-table.ts'
import { printInstant, printSize } from '../../components/moment.ts'
import classes from './version.module.css'
import type { Evidence } from './version-words.ts'

export function EvidenceTable({ evidence }: { evidence: readonly Evidence[] }) {
  const [withdrawing, setWithdrawing] = useState<number | null>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  /** The field goes away with the keyboard in it, which goes on at the file. */
  const settle = (index: number) => {
    setWithdrawing(null)
    body.current?.rows[index]?.querySelector('button')?.focus()
  }
  return (
    <Table layout="fixed" verticalSpacing={6} horizontalSpacing={8}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={112}>类别</Table.Th>
          <Table.Th>文件</Table.Th>
          <Table.Th>说明</Table.Th>
          <Table.Th w={150}>存入</Table.Th>
          <Table.Th w={72} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ref={body}>
        {evidence.map((row, index) => (
          <Table.Tr key={row.evidenceId} className={row.withdrawn === null ? undefined : classes.withdrawn}>
            <Table.Td>{evidenceKinds[row.kind]}</Table.Td>
            <Table.Td>
              <Anchor
                component="button"
                type="button"
                className={classes.name}
                ta="left"
                onClick={() => saveStoredFile(row.fileId)}
              >
                {row.name}
              </Anchor>
              <Tooltip label={`SHA-256 ${row.sha256}`} multiline w={300} style={{ overflowWrap: 'anywhere' }}>
                <div className={classes.hash}>
                  {printSize(row.size)} · <span className="mono">{row.sha256.slice(0, 12)}…</span>
                </div>
              </Tooltip>
            </Table.Td>
            <Table.Td>
              {row.note}
              {row.withdrawn !== null && <div>已撤下：{row.withdrawn}</div>}
              {withdrawing === row.evidenceId && <Withdraw row={row} onDone={() => settle(index)} />}
            </Table.Td>
            <Table.Td>
              {printInstant(row.addedAt)}
              <div className={classes.hash}>{row.addedBy}</div>
            </Table.Td>
            <Table.Td ta="right">
              {row.withdrawn === null && withdrawing !== row.evidenceId && (
                <Button size="compact-sm" variant="default" onClick={() => setWithdrawing(row.evidenceId)}>
                  撤下
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Withdraw({ row, onDone }: { row: Evidence; onDone: () => void }) {
  const [reason, setReason] = useState('')
  async function submit(event: FormEvent) {
    event.preventDefault()
    try {
      await call('consumption.withdrawEvidence', { evidenceId: row.evidenceId, reason })
      onDone()
    } catch (error) {
      showError(error)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group gap="sm" wrap="nowrap" mt={4}>
        <TextInput
          size="xs"
          placeholder="撤下的原因"
          aria-label="撤下的原因"
          data-autofocus
          autoFocus
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            onDone()
          }}
        />
        <Button size="xs" type="submit" disabled={reason.trim() === ''}>
          撤下
        </Button>
      </Group>
    </form>
  )
}
