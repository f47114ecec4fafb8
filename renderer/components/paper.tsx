import { Button, Tooltip } from '@mantine/core'
import { IconFileTypePdf, IconPrinter } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { createPortal, flushSync } from 'react-dom'
import { savePdf } from '../app/engine.ts'
import { useOperation } from '../app/queries.ts'
import { showError } from './export-table.ts'
import classes from './paper.module.css'

/** True from the moment the print is asked for until it is done: on the screen there is no paper. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    // The browser takes the page as it stands when the event has been dealt with.
    window.addEventListener('beforeprint', () => flushSync(() => setPrinting(true)), { signal })
    window.addEventListener('afterprint', () => setPrinting(false), { signal })
    return () => controller.abort()
  }, [])
  return printing
}

/** What the window is called where there is no paper. */
const program = document.title

/** The paper gives its name to the page: browsers write it into a PDF, and propose it as the name of the file. */
function useTitle(title: string, facts: readonly (readonly [string, ReactNode])[], today: string): void {
  const about = facts[0]?.[1]
  const name = [title, typeof about === 'string' && about, today].filter(Boolean).join(' ')
  useEffect(() => {
    document.title = name
    return () => {
      document.title = program
    }
  }, [name])
}

/**
 * What of a page is put on A4 instead of the window: a head that stands on every sheet, who made it and who checked it, and
 * room for the seal. The number of the page stands in the margin.
 */
export function Paper({
  title,
  facts,
  wide = false,
  appendix,
  children,
}: {
  title: string
  facts: readonly (readonly [name: string, value: ReactNode])[]
  /** Landscape. */
  wide?: boolean
  /** What is too long to stand before the hands. */
  appendix?: ReactNode
  children: ReactNode
}) {
  const printing = usePrinting()
  const enterprise = useOperation('enterprise.get', {}).data
  const today = useOperation('house.status', {}).data?.businessDate
  useTitle(title, facts, today ?? '')
  if (!printing) return null
  return createPortal(
    <table className={classes.paper} data-paper data-wide={wide || undefined}>
      <thead>
        <tr>
          <td>
            <div className={classes.head}>
              <h1>{title}</h1>
              <dl className={classes.facts}>
                {(
                  [
                    ['企业', `${enterprise?.name ?? ''}（${enterprise?.customsCode ?? ''}）`],
                    ...facts,
                    ['制表日期', today],
                  ] as const
                ).map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </div>
          </td>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>
            {children}
            <div className={classes.hands}>
              <span className={classes.hand}>制单</span>
              <span className={classes.hand}>复核</span>
              <span className={classes.hand}>日期</span>
              <span className={classes.seal}>（企业盖章）</span>
            </div>
            {appendix}
          </td>
        </tr>
      </tbody>
    </table>,
    document.body,
  )
}

/** A heading of the paper with what stands under it. */
export function PaperPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

interface PaperColumn {
  title: string
  numeric: boolean
}

/** A long table of few columns, in as many columns of its own as a landscape sheet has room for. */
export const Folded = ({ children }: { children: ReactNode }) => <div className={classes.folded}>{children}</div>

/** Every row, for reading and signing: nothing scrolls on paper. The narrower the columns, the smaller the type. */
export function PaperTable({ columns, rows }: { columns: readonly PaperColumn[]; rows: readonly (readonly string[])[] }) {
  return (
    <table className={classes.table} data-columns={columns.length > 16 ? 'many' : columns.length > 8 ? 'some' : 'few'}>
      <thead>
        <tr>
          {columns.map(({ title, numeric }) => (
            <th key={title} data-numeric={numeric || undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {columns.map(({ title, numeric }, at) => (
              <td key={title} data-numeric={numeric || undefined}>
                {row[at]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** On paper, and as a file. A page in the browser cannot write a PDF by itself: there the print dialog can. */
export const PrintButton = ({ size }: { size?: 'xs' }) => {
  const print = () => window.print()
  const write = savePdf
  const save = write ? () => void write(document.title).catch(showError) : print
  const look = { variant: 'default', ...(size && { size }) } as const
  return (
    <>
      <Button {...look} leftSection={<IconPrinter size={14} aria-hidden />} onClick={print}>
        打印
      </Button>
      <Tooltip label="在打印窗口的“目标打印机”里选“另存为 PDF”" disabled={savePdf !== undefined}>
        <Button {...look} leftSection={<IconFileTypePdf size={14} aria-hidden />} onClick={save}>
          存为 PDF
        </Button>
      </Tooltip>
    </>
  )
}
