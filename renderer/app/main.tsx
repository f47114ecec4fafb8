import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { HashRouter } from 'react-router'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './global.css'
import { watchConnection } from './connection.ts'
import { subscribe } from './engine.ts'
import { queries, refetchOnChange } from './queries.ts'
import { AppRoutes } from './routes.tsx'
import { theme } from './theme.ts'
import { useJobs } from '../state/jobs.ts'

watchConnection()
refetchOnChange()
subscribe((event) => {
  if (event.type === 'job') useJobs.getState().follow(event.job)
})

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <MantineProvider theme={theme} forceColorScheme="light">
    <Notifications position="bottom-right" containerWidth={400} />
    <QueryClientProvider client={queries}>
      <HashRouter>
        <AppRoutes />
      </HashRouter>
    </QueryClientProvider>
  </MantineProvider>,
)
