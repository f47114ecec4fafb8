import { Button, CopyButton, Group, SegmentedControl, Switch, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { visibleText } from '../../../shared/messages/visible-text.ts'
import { printCount, printSize } from '../../components/moment.ts'
import { Notice } from '../../components/notice.tsx'
import { Tag } from '../../components/tag.tsx'
import classes from './message.module.css'

export type MessageContent = Pick<
  Output<'messages.get'>,
  'name' | 'size' | 'sha256' | 'text' | 'truncated' | 'hex' | 'unreadable' | 'parts' | 'verified' | 'fields' | 'totalFields'
>

/** One message or receipt: in plain words, byte for byte, and what is inside where it is a package. */
export function MessageView({ message, onSave }: { message: MessageContent; onSave?: (() => void) | undefined }) {
  const { fields, parts, text, hex, unreadable } = message
  const inWords = fields.length > 0 || unreadable !== ''
  const packed = parts.length > 0 || message.verified.length > 0
  const tabs = [inWords && 'words', packed && 'parts', (text !== null || hex !== '') && 'bytes']
  const first = tabs.find((tab) => typeof tab === 'string') ?? 'words'
  return (
    <Tabs defaultValue={first} keepMounted={false} className={classes.view}>
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <Tabs.List className={classes.tabs}>
          {inWords && <Tabs.Tab value="words">白话</Tabs.Tab>}
          {packed && <Tabs.Tab value="parts">包内文件</Tabs.Tab>}
          {(text !== null || hex !== '') && <Tabs.Tab value="bytes">原文</Tabs.Tab>}
        </Tabs.List>
        {onSave && (
          <Button size="compact-sm" variant="default" ml="auto" onClick={onSave}>
            保存原件
          </Button>
        )}
      </Group>
      <Tabs.Panel value="words" className={classes.panel}>
        {unreadable !== '' && <Notice severity="warns">读不懂这份文件：{unreadable}。请看原文。</Notice>}
        <FieldTable message={message} />
      </Tabs.Panel>
      <Tabs.Panel value="parts" className={classes.panel}>
        {unreadable !== '' && <Notice severity="warns">{unreadable}</Notice>}
        <Inside message={message} />
      </Tabs.Panel>
      <Tabs.Panel value="bytes" className={classes.panel}>
        <Bytes message={message} />
      </Tabs.Panel>
    </Tabs>
  )
}

/** In the order of the message, under the name of the part that they stand in. Empty elements are left out until asked for. */
function FieldTable({ message: { fields, totalFields } }: { message: MessageContent }) {
  const [all, setAll] = useState(false)
  const filled = fields.filter(({ value }) => value !== '')
  const shown = all ? fields : filled
  if (fields.length === 0) return null
  return (
    <>
      <Group gap="md" className={classes.bar}>
        <Text size="sm" c="dimmed">
          {totalFields > fields.length
            ? `共 ${printCount(totalFields)} 项，这里说明前 ${printCount(fields.length)} 项`
            : `共 ${printCount(totalFields)} 项，${printCount(filled.length)} 项有内容`}
        </Text>
        {filled.length < fields.length && (
          <Switch size="xs" label="连同空项" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
        )}
      </Group>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it */}
      <div className={classes.scroll} tabIndex={0} data-autofocus>
        <table className={classes.fields}>
          <thead>
            <tr>
              <th>项目</th>
              <th>内容</th>
              <th>含义</th>
              <th>元素</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ path, part, label, value, meaning }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- elements may stand twice
              <FieldRow key={index} heading={shown[index - 1]?.part === part ? '' : part} {...{ path, label, value, meaning }} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function FieldRow(props: { heading: string; path: string; label: string; value: string; meaning: string }) {
  const element = props.path.split('/').at(-1) ?? ''
  return (
    <>
      {props.heading && (
        <tr className={classes.part}>
          <th colSpan={4} scope="colgroup">
            {visibleText(props.heading)}
          </th>
        </tr>
      )}
      <tr>
        <td>{props.label || <span className={classes.none}>未收录</span>}</td>
        <td className="mono">{visibleText(props.value) || <span className={classes.none}>空</span>}</td>
        <td>{props.meaning}</td>
        <td className={classes.element} title={visibleText(props.path)}>
          {visibleText(element)}
        </td>
      </tr>
    </>
  )
}

function Inside({ message: { parts, verified } }: { message: MessageContent }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it
    <div className={classes.scroll} tabIndex={0} data-autofocus>
      {verified.length > 0 && (
        <ul className={classes.steps}>
          {verified.map(({ what, ok, found }) => (
            <li key={what}>
              <Tag tone={ok ? 'accent' : 'blocks'}>{ok ? '相符' : '不符'}</Tag>
              <strong>{what}</strong>
              <span>{visibleText(found)}</span>
            </li>
          ))}
        </ul>
      )}
      <table className={classes.fields}>
        <thead>
          <tr>
            <th>文件</th>
            <th className={classes.number}>大小</th>
            <th>SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ name, size, sha256 }) => (
            <tr key={name}>
              <td className="mono">{visibleText(name)}</td>
              <td className={classes.number}>{printSize(size)}</td>
              <td className={`mono ${classes.hash}`}>{sha256}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Lines that are laid out at most: a message may be one line of a megabyte, or a hundred thousand short ones. */
const mostLines = 20_000

function Bytes({ message: { name, size, sha256, text, truncated, hex } }: { message: MessageContent }) {
  const [form, setForm] = useState(text === null ? 'hex' : 'text')
  const [wrap, setWrap] = useState(true)
  const lines = (form === 'text' ? (text ?? '') : hex).split(/\r\n|\n|\r/)
  return (
    <>
      <div className={classes.facts}>
        <span className="mono">{name}</span>
        <span>{printCount(size)} 字节</span>
        <span className={`mono ${classes.hash}`}>SHA-256 {sha256}</span>
      </div>
      <Group gap="md" className={classes.bar}>
        {text !== null && (
          <SegmentedControl
            size="xs"
            value={form}
            onChange={setForm}
            data={[
              { value: 'text', label: '文字' },
              { value: 'hex', label: '十六进制' },
            ]}
          />
        )}
        {form === 'text' ? (
          <Switch size="xs" label="折行" checked={wrap} onChange={(event) => setWrap(event.currentTarget.checked)} />
        ) : (
          <Text size="sm" c="dimmed">
            {size > 4096 ? '开头 4,096 字节' : '全部字节'}
          </Text>
        )}
        <CopyButton value={form === 'text' ? (text ?? '') : hex}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" ml="auto" onClick={copy}>
              {copied ? '已复制' : '复制'}
            </Button>
          )}
        </CopyButton>
      </Group>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard can scroll it */}
      <div className={classes.scroll} tabIndex={0}>
        <ol
          className={classes.lines}
          data-wrap={(form === 'text' && wrap) || undefined}
          data-numbered={form === 'text' || undefined}
        >
          {lines.slice(0, mostLines).map((line, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- lines have no other name
            <li key={index}>{visibleText(line)}</li>
          ))}
        </ol>
      </div>
      {(truncated || lines.length > mostLines) && form === 'text' && (
        <Text size="sm" c="dimmed">
          文件较大，这里只显示开头；要看全部，请保存原件。
        </Text>
      )}
    </>
  )
}
