import { ActionIcon, Button, Checkbox, Popover, TextInput, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3, IconDownload, IconFilter, IconSearch, IconX } from '@tabler/icons-react'
import { memo, useEffect, useRef, useState } from 'react'
import type { ReactNode, RefObject } from 'react'
import type { ColumnChoices } from './column-choices.ts'
import { noChoices, orderColumns } from './column-choices.ts'
import type { Column } from './column.ts'
import classes from './data-table.module.css'

interface ToolbarProps<Row> {
  left: ReactNode
  columns: readonly Column<Row>[]
  choices: ColumnChoices
  onChoices: (change: Partial<ColumnChoices>) => void
  find: string
  onFind: (text: string) => void
  /** Changes where the quick find is to begin anew with `find`. */
  cleared: number
  findRef: RefObject<HTMLInputElement | null>
  onLeaveFind: () => void
  onExport: (() => Promise<void>) | undefined
}

function ToolbarOf<Row>(props: ToolbarProps<Row>): ReactNode {
  const { choices, onChoices } = props
  const [exporting, setExporting] = useState(false)
  return (
    <div className={classes['toolbar']} role="toolbar" aria-label="表格工具">
      <div className={classes['toolbarLeft']}>{props.left}</div>
      <QuickFind key={props.cleared} {...props} />
      <Tooltip label={choices.filterRow ? '收起筛选行' : '显示筛选行'}>
        <ActionIcon
          variant={choices.filterRow ? 'light' : 'default'}
          size={30}
          aria-label="筛选行"
          aria-pressed={choices.filterRow}
          onClick={() => onChoices({ filterRow: !choices.filterRow })}
        >
          <IconFilter size={16} />
        </ActionIcon>
      </Tooltip>
      <ColumnChooser {...props} />
      {props.onExport && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} />}
          loading={exporting}
          onClick={() => {
            setExporting(true)
            void props.onExport?.().finally(() => setExporting(false))
          }}
        >
          导出
        </Button>
      )}
    </div>
  )
}

// Scrolling draws the table at every row, and its tools never. `memo` loses the type parameter.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const Toolbar = memo(ToolbarOf) as typeof ToolbarOf

/** A search over a large table starts when the typing rests. */
const restMilliseconds = 200

function QuickFind<Row>({ find, onFind, findRef, onLeaveFind }: ToolbarProps<Row>): ReactNode {
  const [text, setText] = useState(find)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = (next: string, wait: number): void => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onFind(next), wait)
  }
  return (
    <TextInput
      ref={findRef}
      className={classes['find'] ?? ''}
      size="xs"
      aria-label="在表中查找"
      placeholder="查找（Ctrl+F）"
      leftSection={<IconSearch size={14} />}
      rightSection={
        text === '' ? null : (
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label="清除查找" onClick={() => change('', 0)}>
            <IconX size={12} />
          </ActionIcon>
        )
      }
      value={text}
      onChange={(event) => change(event.currentTarget.value, restMilliseconds)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Escape' && text !== '') change('', 0)
        else if (event.key === 'Enter' || event.key === 'Escape') onLeaveFind()
      }}
    />
  )
}

function ColumnChooser<Row>({ columns, choices, onChoices }: ToolbarProps<Row>): ReactNode {
  const order = orderColumns(
    columns.map(({ id }) => id),
    choices.order,
  )
  const move = (index: number, by: 1 | -1): void => {
    const next = [...order]
    const [id] = next.splice(index, 1)
    if (id !== undefined) next.splice(index + by, 0, id)
    onChoices({ order: next })
  }
  const shown = order.filter((id) => !choices.hidden.includes(id))
  return (
    <Popover position="bottom-end" width={280} shadow="sm" trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label="选择列" title="选择列">
          <IconColumns3 size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes['chooser']}>
          {order.map((id, index) => {
            const title = columns.find((column) => column.id === id)?.title ?? id
            const visible = shown.includes(id)
            return (
              <div key={id} className={classes['chooserRow']}>
                <Checkbox
                  size="xs"
                  label={title}
                  checked={visible}
                  disabled={visible && shown.length === 1}
                  onChange={() =>
                    onChoices({ hidden: visible ? [...choices.hidden, id] : choices.hidden.filter((other) => other !== id) })
                  }
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`${title} 前移`}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`${title} 后移`}
                  disabled={index === order.length - 1}
                  onClick={() => move(index, 1)}
                >
                  <IconArrowDown size={14} />
                </ActionIcon>
              </div>
            )
          })}
        </div>
        <Button
          variant="subtle"
          size="xs"
          fullWidth
          mt={8}
          onClick={() => onChoices({ order: noChoices.order, hidden: noChoices.hidden, widths: noChoices.widths })}
        >
          恢复默认列
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
