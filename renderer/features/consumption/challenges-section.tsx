import { Anchor, Button, Group, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useOperation } from '../../app/queries.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { saveStoredFile } from '../../components/export-table.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/page.tsx'
import { Tag } from '../../components/tag.tsx'
import { AnswerChallenge, RecordChallenge } from './challenge-dialogs.tsx'
import classes from './version.module.css'
import { challengeStates, clockOf } from './version-words.ts'
import { productLabel } from '../handbooks/frozen-version.ts'
import type { Challenge } from './version-words.ts'

/** 单耗质疑 with its clock, and what the enterprise may do while it lasts. */
export function ChallengesSection({ handbookNo }: { handbookNo: string }) {
  const list = useOperation('consumption.challenges', { handbookNo })
  const [recording, setRecording] = useState(false)
  const [answering, setAnswering] = useState<Challenge | null>(null)
  const challenges = list.data?.challenges ?? []
  const pending = challenges.some(({ state }) => state === 'open' || state === 'answered')
  const guessed = challenges.some(({ state, calendarKnown }) => state === 'open' && !calendarKnown)
  return (
    <>
      {pending && (
        <Notice severity="warns">
          质疑期间货物可以凭保证金或银行保函继续进出口（R-38）。答复后先磋商，磋商不成由海关以技术分析、实际测定或成本核算核定（R-37）。
        </Notice>
      )}
      {guessed && (
        <Notice severity="info">
          期限所在年份的节假日还没有录入，暂按周末推算。
          <Anchor component={Link} to={paths.reference('calendar')}>
            录入节假日
          </Anchor>
        </Notice>
      )}
      <Panel
        title="单耗质疑通知书"
        aside={
          <Button size="xs" onClick={() => setRecording(true)}>
            登记通知书
          </Button>
        }
      >
        <ErrorNotice error={list.error} />
        {list.data && challenges.length === 0 && (
          <Empty>没有单耗质疑。收到海关《单耗质疑通知书》时在这里登记，从次日起 10 个工作日内书面答复（R-37）。</Empty>
        )}
        {challenges.length > 0 && (
          <Table layout="fixed" verticalSpacing={6} horizontalSpacing={12}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={180}>通知书</Table.Th>
                <Table.Th w={190}>单耗</Table.Th>
                <Table.Th w={100}>收到</Table.Th>
                <Table.Th w={180}>答复期限</Table.Th>
                <Table.Th w={130}>状态</Table.Th>
                <Table.Th>经过</Table.Th>
                <Table.Th w={110} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {byUrgency(challenges).map((row) => (
                <ChallengeRow key={row.challengeId} row={row} onAnswer={() => setAnswering(row)} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Panel>
      {recording && <RecordChallenge handbookNo={handbookNo} onClose={() => setRecording(false)} />}
      {answering && <AnswerChallenge challenge={answering} onClose={() => setAnswering(null)} />}
    </>
  )
}

/** What is to be answered comes first, the nearest day on top. */
const byUrgency = (challenges: readonly Challenge[]): readonly Challenge[] =>
  challenges.toSorted(
    (a, b) => Number(b.state === 'open') - Number(a.state === 'open') || (a.state === 'open' ? a.daysLeft - b.daysLeft : 0),
  )

function ChallengeRow({ row, onAnswer }: { row: Challenge; onAnswer: () => void }) {
  const clock = clockOf(row)
  const { name, tone } = challengeStates[row.state]
  return (
    <Table.Tr>
      <Table.Td>
        <span className={classes.name}>
          <FileOrText fileId={row.noticeFileId}>{row.noticeNo}</FileOrText>
        </span>
      </Table.Td>
      <Table.Td>
        {productLabel(row)}
        <div className={classes.hash}>版本 {row.version}</div>
      </Table.Td>
      <Table.Td>{row.receivedOn}</Table.Td>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          {row.answerBy}
          {clock && <Tag tone={clock.tone}>{clock.text}</Tag>}
        </Group>
      </Table.Td>
      <Table.Td>
        <Tag tone={tone}>{name}</Tag>
      </Table.Td>
      <Table.Td>
        <ul className={classes.steps}>
          {row.steps.map((step, i) => (
            <li key={i}>
              <FileOrText fileId={step.fileId}>
                <Text span size="sm" c="dimmed">
                  {step.on} {challengeStates[step.state].name}
                </Text>
              </FileOrText>{' '}
              {step.answer}
            </li>
          ))}
        </ul>
      </Table.Td>
      <Table.Td ta="right">
        {(row.state === 'open' || row.state === 'answered') && (
          <Button size="compact-sm" variant="default" onClick={onAnswer}>
            {row.state === 'open' ? '登记答复' : '登记结果'}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

/** Opens the paper, where there is one. */
function FileOrText({ fileId, children }: { fileId: string | null; children: ReactNode }) {
  if (fileId === null) return children
  return (
    <Anchor component="button" type="button" onClick={() => saveStoredFile(fileId)}>
      {children}
    </Anchor>
  )
}
