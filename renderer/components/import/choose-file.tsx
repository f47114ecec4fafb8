import { Button, FileButton, Text } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import type { DragEvent, ReactNode } from 'react'
import classes from './import.module.css'

export function ChooseFile({ what, expects, onFile }: { what: string; expects: ReactNode; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    <section
      className={classes.choose}
      data-over={over || undefined}
      aria-label={`选择${what}工作簿`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileSpreadsheet size={32} stroke={1.3} aria-hidden />
      <Text fw={600}>把{what}工作簿拖到这里</Text>
      <FileButton accept=".xlsx" onChange={(file) => file && onFile(file)}>
        {(props) => (
          <Button {...props} autoFocus>
            选择文件
          </Button>
        )}
      </FileButton>
      <div className={classes.expects}>{expects}</div>
    </section>
  )
}
