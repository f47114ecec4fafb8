import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { showError } from '../components/export-table.ts'
import { usePreferences } from '../state/preferences.ts'
import { putFile } from './engine.ts'
import { paths } from '../../shared/contract/paths.ts'
import { useOperation } from './queries.ts'
import classes from './shell.module.css'

const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Of the import client; everything else is a workbook. */
const isReceipt = ({ name }: File): boolean => /\.(xml|zip)$/i.test(name)
const isPackage = ({ name }: File): boolean => /\.zip$/i.test(name)

/** A file dropped anywhere: asks what it is and leads to its import. A page's own drop target comes first. */
export function DropFile() {
  const navigate = useNavigate()
  const [over, setOver] = useState(false)
  const [files, setFiles] = useState<readonly File[]>([])
  const [file] = files
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks ?? []
  const last = usePreferences((state) => state.handbookNo)
  const [chosen, setChosen] = useState<string | null>(null)
  const handbookNo = chosen ?? (handbooks.some((book) => book.handbookNo === last) ? last : (handbooks[0]?.handbookNo ?? null))

  useEffect(() => {
    const controller = new AbortController()
    const on = (type: 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void) =>
      window.addEventListener(type, listener, { signal: controller.signal })
    on('dragover', (event) => {
      if (!carriesFile(event)) return
      event.preventDefault()
      setOver(true)
    })
    on('dragleave', (event) => {
      if (!event.relatedTarget) setOver(false)
    })
    on('drop', (event) => {
      setOver(false)
      if (event.defaultPrevented || !carriesFile(event)) return
      event.preventDefault()
      setFiles([...(event.dataTransfer?.files ?? [])])
    })
    return () => controller.abort()
  }, [])

  async function lead(to: string) {
    if (!file) return
    try {
      const fileId = await putFile(file)
      const join = to.includes('?') ? '&' : '?'
      setFiles([])
      await navigate(`${to}${join}file=${fileId}&name=${encodeURIComponent(file.name)}`)
    } catch (error) {
      showError(error)
    }
  }

  async function leadReceipts() {
    try {
      const fileIds: string[] = []
      for (const each of files) fileIds.push(await putFile(each))
      setFiles([])
      await navigate([paths.importReceipts, ...fileIds].join('&file='))
    } catch (error) {
      showError(error)
    }
  }

  return (
    <>
      {over && <div className={classes.dropZone}>松开即导入</div>}
      <Modal
        opened={file !== undefined}
        onClose={() => setFiles([])}
        title="这是什么文件"
        closeButtonProps={{ 'aria-label': '关闭' }}
      >
        <Stack gap="md">
          {files.every(isReceipt) ? (
            <>
              <Text className="mono" style={{ whiteSpace: 'pre-line' }}>
                {files.map(({ name }) => name).join('\n')}
              </Text>
              <Text size="sm">海关和导入客户端的回执按统一编号、企业内部编号对到各份申报。</Text>
              <Group>
                <Button data-autofocus onClick={() => void leadReceipts()}>
                  导入回执
                </Button>
                {files.length === 1 && file && isPackage(file) && (
                  <Button variant="default" onClick={() => void lead(paths.importTransferPackage)}>
                    往来企业的结转包
                  </Button>
                )}
                <Button variant="default" onClick={() => setFiles([])}>
                  取消
                </Button>
              </Group>
            </>
          ) : (
            <>
              <Text className="mono">{file?.name}</Text>
              {handbooks.length > 0 && (
                <Select
                  label="清单属于手册"
                  data={handbooks.map((book) => book.handbookNo)}
                  value={handbookNo}
                  onChange={setChosen}
                  allowDeselect={false}
                />
              )}
              <Group>
                <Button disabled={!handbookNo} onClick={() => void lead(paths.importLists(handbookNo ?? undefined))}>
                  核注清单
                </Button>
                <Button variant="default" onClick={() => void lead(paths.importHandbook)}>
                  手册
                </Button>
                <Button variant="default" onClick={() => void lead(paths.importDraft)}>
                  手册草稿
                </Button>
                <Button variant="default" onClick={() => void lead(paths.importDeliveries)}>
                  收发货单
                </Button>
              </Group>
            </>
          )}
        </Stack>
      </Modal>
    </>
  )
}
