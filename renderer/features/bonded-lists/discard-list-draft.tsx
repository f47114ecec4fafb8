import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../app/engine.ts'
import { useFocusBack } from '../../app/use-focus-back.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { businessName } from './list-draft-words.ts'
import type { ListDraftDetail } from './list-draft-words.ts'

export function DiscardListDraft({ draft, onClose }: { draft: ListDraftDetail; onClose: () => void }) {
  useFocusBack()
  const [error, setError] = useState<unknown>(null)
  async function discard() {
    try {
      await call('listDrafts.discard', { draftId: draft.draftId })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Modal opened onClose={onClose} title="作废清单草稿" closeButtonProps={{ 'aria-label': '关闭' }}>
      <Stack gap="md">
        <Text>
          {businessName(draft.business)}草稿 <span className="mono">{draft.innerNo || '未编号'}</span>（表体 {draft.lines}{' '}
          行）作废后不能再改、不能再申报，内容仍可查看。
          {draft.listNo !== '' && '账内的清单不受影响。'}
          {draft.origin && `${draft.origin.what}需要时可以重新生成清单。`}
        </Text>
        <ErrorNotice error={error} />
        <Group>
          <Button color="red" onClick={() => void discard()}>
            作废
          </Button>
          <Button variant="default" data-autofocus onClick={onClose}>
            不作废
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
