import { Button, FileButton, Text } from '@mantine/core'
import { IconFileZip } from '@tabler/icons-react'
import { useState } from 'react'
import type { DragEvent } from 'react'
import { Link, useSearchParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { putFile } from '../../app/engine.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Page } from '../../components/page.tsx'
import { PackageReview } from './package-review.tsx'
import classes from './transfers.module.css'

/** 读入结转包: choose → who signed it and what it holds → do it. The address holds the file, so a reload goes on. */
export function ImportTransferPackagePage() {
  const [search, setSearch] = useSearchParams()
  const [error, setError] = useState<unknown>(null)
  const fileId = search.get('file')

  async function choose(file: File) {
    setError(null)
    try {
      setSearch({ file: await putFile(file), name: file.name })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Page
      title="读入结转包"
      about={fileId && <span className="mono">{search.get('name')}</span>}
      actions={
        <>
          {fileId && (
            <Button variant="default" onClick={() => setSearch({})}>
              换一个文件
            </Button>
          )}
          <Button variant="default" component={Link} to={paths.transfers('transfers')}>
            返回深加工结转
          </Button>
        </>
      }
    >
      <ErrorNotice error={error} />
      {fileId ? (
        <PackageReview key={fileId} fileId={fileId} onAnother={() => setSearch({})} />
      ) : (
        <ChoosePackage onFile={(file) => void choose(file)} />
      )}
    </Page>
  )
}

function ChoosePackage({ onFile }: { onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    <section
      className={classes.drop}
      data-over={over || undefined}
      aria-label="选择结转包"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileZip size={32} stroke={1.3} aria-hidden />
      <Text fw={600}>把往来企业交来的结转包拖到这里</Text>
      <FileButton accept=".zip" onChange={(file) => file && onFile(file)}>
        {(props) => (
          <Button {...props} autoFocus>
            选择文件
          </Button>
        )}
      </FileButton>
      <Text size="sm" c="dimmed" ta="center" maw={640}>
        结转包是对方在本账本签名后导出的文件（.zip），装着收发货单、商品和对方的清单。先校验签名和内容，您确认后才写入；同一个包读入几次都不会重复。
      </Text>
    </section>
  )
}
