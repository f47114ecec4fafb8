import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconBuildingFactory2, IconCheck } from '@tabler/icons-react'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { paths } from '../../../shared/contract/paths.ts'
import { useJob } from '../../app/use-job.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { JobProgress } from '../../components/job-progress.tsx'
import { KeyForm } from '../filings/key-form.tsx'
import { EnterpriseForm } from './enterprise-form.tsx'
import classes from './first-run.module.css'

const steps = [
  ['enterprise', '企业资料'],
  ['key', '签名密钥'],
  ['ready', '开始使用'],
] as const

/** Three steps, each kept when the page is left; or a whole sample enterprise to look round in. */
export function FirstRunPage() {
  const [search] = useSearchParams()
  const enterprise = useOperation('enterprise.get', {}).data
  const navigate = useNavigate()
  const asked = search.get('step')
  const step = enterprise ? (asked === 'ready' ? 'ready' : 'key') : 'enterprise'
  const keys = useOperation('keys.list', {}).data?.keys
  const at = steps.findIndex(([name]) => name === step)
  const goTo = (name: string) => void navigate(`${paths.welcome}?step=${name}`)
  // Once there is an enterprise the first run is over, except for whoever is in the middle of it.
  if (!asked) return <Navigate to={enterprise ? paths.workbench : `${paths.welcome}?step=enterprise`} replace />
  const isDone = (name: string, index: number) => index < at && (name !== 'key' || (keys?.length ?? 0) > 0)

  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <span className={classes.product}>保税账本</span>
        <span>手册、单耗、清单、核销与申报包，都在这台电脑上，不需要网络。</span>
      </header>
      <div className={classes.columns} data-alone={step !== 'enterprise' || undefined}>
        <main className={classes.sheet}>
          <ol className={classes.steps}>
            {steps.map(([name, label], index) => (
              <li
                key={name}
                className={classes.step}
                data-state={isDone(name, index) ? 'done' : index === at ? 'now' : 'later'}
                aria-current={index === at ? 'step' : undefined}
              >
                <span className={classes.number}>
                  {isDone(name, index) ? <IconCheck size={14} aria-label="已完成" /> : index + 1}
                </span>
                {label}
              </li>
            ))}
          </ol>
          {step === 'enterprise' && (
            <>
              <Title order={1} mb="xs">
                先填本企业的资料
              </Title>
              <Text c="dimmed" mb="lg">
                这些资料会写进报核报文和申报包，以后可以在设置里修改。
              </Text>
              <EnterpriseForm submitLabel="保存，下一步" onSaved={() => goTo('key')} />
            </>
          )}
          {step === 'key' && (
            <>
              <Title order={1} mb="xs">
                为申报包准备一把签名密钥
              </Title>
              <Text c="dimmed" mb="lg">
                国密 SM2 密钥，用口令加密后只存在本机。口令无法找回，请妥善保管。也可以以后在设置里生成。
              </Text>
              <KeyForm autoFocus onCreated={() => goTo('ready')} />
              <Button mt="md" variant="subtle" px={0} onClick={() => goTo('ready')}>
                以后再说
              </Button>
            </>
          )}
          {step === 'ready' && (
            <>
              <Title order={1} mb="xs">
                可以开始了
              </Title>
              <Text c="dimmed" mb="lg">
                先导入一本手册（表头、料件、成品、单耗），再导入它的核注清单，核销平衡随即可见。
              </Text>
              <Group>
                <Button autoFocus onClick={() => void navigate(paths.importHandbook)}>
                  导入手册
                </Button>
                <Button variant="default" onClick={() => void navigate(paths.workbench)}>
                  进入工作台
                </Button>
              </Group>
            </>
          )}
        </main>
        {step === 'enterprise' && <SampleOffer />}
      </div>
    </div>
  )
}

function SampleOffer() {
  const navigate = useNavigate()
  const sample = useJob('enterprise.loadSample')
  async function load() {
    if (await sample.start({})) await navigate(paths.workbench)
  }
  return (
    <aside className={classes.sheet}>
      <IconBuildingFactory2 size={28} stroke={1.4} aria-hidden color="var(--mantine-color-petrol-7)" />
      <Title order={2} mt="sm" mb="xs">
        先看看示例企业
      </Title>
      <Text c="dimmed" mb="md">
        一家虚构的电子厂：一本进料加工手册，带料件、成品、单耗和一年的核注清单。可以查平衡、看每个数的来历、生成并签名报核。
      </Text>
      <Stack gap="md">
        <ErrorNotice error={sample.error} />
        {sample.running ? (
          <JobProgress job={sample.running} what="正在载入示例企业" />
        ) : (
          <Group>
            <Button variant="default" onClick={() => void load()}>
              载入示例企业
            </Button>
          </Group>
        )}
      </Stack>
    </aside>
  )
}
