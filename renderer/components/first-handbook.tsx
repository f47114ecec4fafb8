import { Button, Group } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../shared/contract/paths.ts'

/** The two ways to a first handbook: one that customs has already, and one that is to be filed. */
export const FirstHandbook = () => (
  <Group gap="sm">
    <Button component={Link} to={paths.importHandbook}>
      导入手册
    </Button>
    <Button component={Link} to={paths.newDraft} variant="default">
      新建手册备案
    </Button>
  </Group>
)
